"""Reads the app's datasets with the generated PyTorch module and holds the tensors against pyarrow.

    python loader.py FOLDER

What differs goes to FOLDER/loader.json: a sentence for each case, or null where everything is the same.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import traceback
from pathlib import Path
from types import ModuleType

import pyarrow.parquet as pq
from torch.utils.data import DataLoader

SHARDS = 3


def main(folder: Path) -> None:
    cases = [case for case in json.loads((folder / "cases.json").read_text()) if not case["isError"]]
    (folder / "loader.json").write_text(json.dumps({case["id"]: check(folder / case["id"]) for case in cases}, indent=1))


def check(home: Path) -> str | None:
    try:
        return compare(home)
    except Exception as error:
        return "".join(traceback.format_exception(error, limit=-4))[-3000:]


def compare(home: Path) -> str | None:
    module = load(home / "lookback_dataset.py")
    names = [*module.ROW_COLUMNS, *module.HISTORY_COLUMNS]
    if not names:
        return None
    path = home / "app" / "dataset.parquet"
    expected = expected_rows(home / "app", names)
    path = str(path if path.exists() else home / "app")

    in_order = list(DataLoader(module.LookbackBatches(path, batch_size=7, seed=None), batch_size=None))
    if rows_of(in_order, names) != expected:
        return "the rows in the order of the files"
    other = str(rewrite(Path(path), home / "rewritten"))
    if rows_of(list(module.LookbackBatches(other, batch_size=7, seed=None)), names) != expected:
        return "the rows of the same dataset as another program writes it"
    single = module.LookbackRows(path)
    if rows_of([{name: value[None] for name, value in single[i].items()} for i in range(len(single))], names) != expected:
        return "the rows by number"
    epochs = []
    for epoch in (0, 1, 0):
        shards = [module.LookbackBatches(path, batch_size=5, seed=9, rank=rank, world_size=SHARDS) for rank in range(SHARDS)]
        for shard in shards:
            shard.epoch = epoch
        epochs.append([row for shard in shards for row in rows_of(list(shard), names)])
    if any(sorted(map(str, rows)) != sorted(map(str, expected)) for rows in epochs):
        return "the rows of an epoch over all ranks"
    if epochs[0] != epochs[2]:
        return "the same seed and epoch, but another order"
    shuffled = module.LookbackBatches(path, batch_size=5, seed=9)
    largest = max((sum(map(module.count_rows, groups)) for groups in shuffled.days), default=0)
    if largest > 8 and rows_of(list(shuffled), names) == expected:
        return "the order of the files, where it should be shuffled"
    return None


def rewrite(path: Path, target: Path) -> Path:
    """The dataset as pyarrow writes it, with small row groups."""
    for file in [path] if path.is_file() else sorted(path.rglob("*.parquet")):
        written = target / file.relative_to(path if path.is_dir() else path.parent)
        written.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pq.ParquetFile(file).read(), written, row_group_size=16)
    return target / path.name if path.is_file() else target


def load(path: Path) -> ModuleType:
    name = "lookback_dataset_" + re.sub(r"\W", "_", path.parent.name)
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def expected_rows(folder: Path, names: list[str]) -> list[tuple]:
    """Rows as pyarrow's own Python values, a row an item."""
    rows = []
    for file in sorted(folder.rglob("*.parquet")):
        for row in pq.ParquetFile(file).read(columns=names).to_pylist():
            lists = [name for name in ("impressions", "slot", "is_order") if isinstance(row.get(name), list)]
            for place in range(len(row[lists[0]])) if lists else [None]:
                values = (row[name][place] if name in lists else row[name] for name in names)
                rows.append(tuple(-1 if value is None else int(value) if isinstance(value, bool) else value for value in values))
    return rows


def rows_of(batches: list[dict], names: list[str]) -> list[tuple]:
    return [tuple(row) for batch in batches for row in zip(*(batch[name].tolist() for name in names))]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
