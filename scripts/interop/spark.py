"""Runs generated Spark jobs in one local session and holds what they write against the app's files.

    python spark.py FOLDER

FOLDER/cases.json lists the cases; each has a folder with its inputs, lookback_job.py and the app's own dataset. What differs
goes to FOLDER/spark.json: a sentence for each case, or null where everything is the same.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pyarrow.parquet as pq
from pyspark.sql import SparkSession

THREADS = 3


def main(folder: Path) -> None:
    cases = json.loads((folder / "cases.json").read_text())
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.default.parallelism", "1")
        .config("spark.driver.memory", "2g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.local.dir", str(folder / "spark"))
        # Each case has plans of its own, and compiling them would take most of the time.
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("OFF")

    def timed(case: dict) -> tuple[str, str | None]:
        start = time.perf_counter()
        difference = check(spark, folder, case)
        print(f"{case['id']}: {time.perf_counter() - start:.1f} s{' DIFFERS' if difference else ''}", flush=True)
        return case["id"], difference

    with ThreadPoolExecutor(THREADS) as pool:
        found = dict(pool.map(timed, cases))
    spark.stop()
    (folder / "spark.json").write_text(json.dumps(found, indent=1))


def check(spark: SparkSession, folder: Path, case: dict) -> str | None:
    """What differs in a case, or None."""
    home = folder / case["id"]
    out, rejected, vocabulary = (home / name for name in ("spark", "spark-rejected", "spark-vocabulary"))
    more = [str(vocabulary)] if case["vocabulary"] else []
    try:
        job = load(home / "lookback_job.py", "lookback_job_" + re.sub(r"\W", "_", case["id"]))
        session = spark.newSession()
        for key, value in {**job.SETTINGS, "spark.sql.adaptive.enabled": "false"}.items():
            session.conf.set(key, value)
        job.run(session, case["paths"], str(out), str(rejected), *more)
    except (Exception, SystemExit) as error:
        if case["isError"] and isinstance(error, SystemExit):
            return None
        return "".join(traceback.format_exception(error, limit=-4))[-3000:]
    if case["isError"]:
        return "the job gave a dataset, and the app an error"
    difference = compare(rows_of(home / "app"), rows_of(out), ordered=True) or compare_rejected(case["rejected"], rejected)
    if difference is None and case["vocabulary"]:
        difference = compare(rows_of(home / "app-vocabulary"), rows_of(vocabulary), ordered=False)
    for used in () if difference else (out, rejected, vocabulary):
        shutil.rmtree(used, ignore_errors=True)
    return difference


def load(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def rows_of(folder: Path) -> list[dict]:
    """The rows of all files, in the order of the files' names; the day of a folder's name is a column."""
    rows = []
    for file in sorted(folder.rglob("*.parquet")):
        day = re.search(r"dt=([0-9-]+)", str(file.parent.name))
        for row in pq.ParquetFile(file).read().to_pylist():
            text = {name: None if value is None else value for name, value in row.items()}
            rows.append({**text, **({"dt": day[1]} if day else {})})
    return [{name: str(value) if name == "dt" else value for name, value in row.items()} for row in rows]


def compare(expected: list[dict], found: list[dict], ordered: bool) -> str | None:
    if not ordered:
        expected, found = (sorted(rows, key=lambda row: row["id"]) for rows in (expected, found))
    if len(expected) != len(found):
        return f"{len(found)} rows instead of {len(expected)}"
    for number, (one, other) in enumerate(zip(expected, found)):
        if one != other:
            names = [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]
            told = "; ".join(f"{name}: {other.get(name)!r} instead of {one.get(name)!r}" for name in names)
            return f"row {number}: {told}"[:1500]
    return None


def compare_rejected(expected: dict, folder: Path) -> str | None:
    found: dict[str, Counter] = {}
    for file in folder.glob("*.json"):
        for line in file.read_text().splitlines():
            row = json.loads(line)
            found.setdefault(row["role"], Counter())[row["reason"]] += 1
    found = {role: dict(counts) for role, counts in found.items()}
    return None if found == expected else f"rejected {found} instead of {expected}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
