"""How long the generated Spark job takes in local mode with some number of cores.

    python bench_spark.py JOB OUT CORES ROLE=PATH [ROLE=PATH ...]

Prints the seconds from the first read to the last write, and those of CPU time that the JVM took, its start included.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import time
from pathlib import Path

from pyspark.sql import SparkSession


def main(job_path: str, out: str, cores: str, *inputs: str) -> None:
    spec = importlib.util.spec_from_file_location("lookback_job", job_path)
    if spec is None or spec.loader is None:
        raise ImportError(job_path)
    job = importlib.util.module_from_spec(spec)
    sys.modules["lookback_job"] = job
    spec.loader.exec_module(job)
    builder = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false")
    settings = {**job.SETTINGS, "spark.driver.memory": "4g", "spark.driver.host": "127.0.0.1", "spark.sql.shuffle.partitions": "8"}
    for key, value in settings.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    folders = [str(Path(out) / name) for name in ("dataset", "rejected")]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    paths = dict(each.split("=", 1) for each in inputs)
    start = time.perf_counter()
    job.run(spark, {role: [path] for role, path in paths.items()}, *folders)
    seconds = time.perf_counter() - start
    print(f"local[{cores}]: {seconds:.1f} s, {cpu_seconds(spark):.1f} s of CPU time", flush=True)
    spark.stop()


def cpu_seconds(spark: SparkSession) -> float:
    process = spark.sparkContext._jvm.java.lang.ProcessHandle.current().pid()
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main(*sys.argv[1:])
