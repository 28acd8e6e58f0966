"""Extracts the windows told on standard input one after the other in one Spark session."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

SOURCE = str(Path(__file__).resolve().parent.parent / "src")
sys.path.insert(0, SOURCE)
os.environ["PYTHONPATH"] = SOURCE
os.environ["PYSPARK_PYTHON"] = sys.executable

from pyspark import SparkConf, SparkContext  # noqa: E402 - the environment comes first

from moving_ground_etl.arguments import parse_arguments  # noqa: E402
from moving_ground_etl.extract import extract  # noqa: E402


def main() -> None:
    configuration = SparkConf().setMaster("local[2]").setAppName("windows").set("spark.ui.enabled", "false")
    with SparkContext(conf=configuration) as spark:
        spark.setLogLevel("ERROR")
        for window in json.load(sys.stdin):
            extract(spark, parse_arguments(window["words"]), window["partitions"], window["leastPieceMs"])


if __name__ == "__main__":
    main()
