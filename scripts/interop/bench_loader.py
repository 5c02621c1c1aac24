"""Rows a second that the generated PyTorch modules give on one core.

    python bench_loader.py FOLDER

FOLDER/datasets.json lists the datasets: their names, modules and Parquet files. Figures go to standard output, a line each:
CPU time of the best of some epochs, all columns as tensors, shuffled. "pyarrow" is what pyarrow takes to decode the same
columns to arrays, and no more: the limit of a loader that is built on it alone.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pyarrow.parquet as pq
import torch

EPOCHS = 5


def main(folder: Path) -> None:
    pa.set_cpu_count(1)
    torch.set_num_threads(1)
    for dataset in json.loads((folder / "datasets.json").read_text()):
        module = load(Path(dataset["module"]))
        path = dataset["path"]
        batches = module.LookbackBatches(path, batch_size=1024, seed=1)
        rows = sum(len(batch["impressions"]) for batch in batches)
        loader = rows / best(lambda: sum(len(batch["impressions"]) for batch in batches))
        columns = [*module.ROW_COLUMNS, *module.HISTORY_COLUMNS]
        plain = rows / best(lambda: decode(path, columns))
        print(f"{dataset['name']}: {rows:,} rows, {loader:,.0f} rows a second; pyarrow {plain:,.0f}", flush=True)


def best(work: Callable[[], object]) -> float:
    """Seconds of CPU time."""
    times = []
    for _ in range(EPOCHS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def decode(path: str, columns: list[str]) -> None:
    file = pq.ParquetFile(path)
    for group in range(file.num_row_groups):
        file.read_row_group(group, columns=columns, use_threads=False)


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main(Path(sys.argv[1]))
