"""The script of the Glue job, and of plain pyspark: `python job.py --bucket ... --batch_id ...`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parent / "src"
if SOURCE.is_dir():
    # Beside the script stands what the wheel holds: workers read it from there.
    sys.path.insert(0, str(SOURCE))
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(SOURCE), os.environ.get("PYTHONPATH"))))
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)

from pyspark import SparkConf, SparkContext  # noqa: E402 - the environment comes first

from moving_ground_etl.arguments import InvalidArgument, parse_arguments  # noqa: E402
from moving_ground_etl.extract import extract  # noqa: E402
from moving_ground_etl.schema import UnknownSchema  # noqa: E402


def main(words: list[str]) -> None:
    try:
        arguments = parse_arguments(words)
    except (InvalidArgument, UnknownSchema) as error:
        sys.exit(f"{type(error).__name__}: {error}")
    configuration = (
        SparkConf()
        .setIfMissing("spark.master", "local[2]")
        .setIfMissing("spark.app.name", "extract")
        .setIfMissing("spark.ui.enabled", "false")
    )
    with SparkContext.getOrCreate(configuration) as spark:
        spark.setLogLevel("ERROR")
        extract(spark, arguments, partitions=max(2, spark.defaultParallelism))


if __name__ == "__main__":
    main(sys.argv[1:])
