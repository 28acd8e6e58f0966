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

from py4j.protocol import Py4JJavaError  # noqa: E402 - the environment comes first
from pyspark import SparkConf, SparkContext  # noqa: E402

from moving_ground_etl.arguments import Arguments, InvalidArgument, parse_arguments  # noqa: E402
from moving_ground_etl.extract import extract  # noqa: E402
from moving_ground_etl.failure import failure_text  # noqa: E402
from moving_ground_etl.schema import UnknownSchema  # noqa: E402


def main(words: list[str]) -> None:
    try:
        arguments = parse_arguments(words)
    except (InvalidArgument, UnknownSchema) as error:
        sys.exit(f"{type(error).__name__}: {error}")
    # On Glue the context is there, with the cluster's own settings.
    configuration = (
        SparkConf()
        .setIfMissing("spark.master", "local[2]")
        .setIfMissing("spark.app.name", "extract")
        .setIfMissing("spark.ui.enabled", "false")
        .setIfMissing("spark.ui.showConsoleProgress", "false")
    )
    with SparkContext.getOrCreate(configuration) as spark:
        spark.setLogLevel("ERROR")
        run(spark, arguments)


def run(spark: SparkContext, arguments: Arguments) -> None:
    partitions = max(2, spark.defaultParallelism)
    try:
        extract(spark, arguments, partitions)
    except Py4JJavaError as error:
        told = failure_text(str(error), spark, arguments.root, partitions)
        if told is None:
            raise
        sys.exit(told)


if __name__ == "__main__":
    main(sys.argv[1:])
