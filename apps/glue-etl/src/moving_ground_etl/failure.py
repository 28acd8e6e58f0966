"""What a failed job says last: the one line that tells what to do, out of Java's and Python's long ones."""

from __future__ import annotations

import re

from pyspark import SparkContext

from .numbered_lines import with_line_of_file
from .storage import Storage

#: As a worker's traceback ends: the error's module, its name and its message.
_OWN_ERROR = re.compile(r"^moving_ground_etl\.\w+\.(\w+): (.*)$", re.MULTILINE)


def failure_text(error: str, spark: SparkContext, root: str, partitions: int) -> str | None:
    """Name and message of the job's own error in a worker; None where Spark itself has failed."""
    found = _OWN_ERROR.search(error)
    if found is None:
        return None

    def lines_before(file: str, split: int) -> int:
        lines = spark.textFile(Storage(root).url(file), partitions)
        counts = lines.mapPartitionsWithIndex(lambda at, part: [sum(1 for _ in part)] if at < split else [0])
        return sum(counts.collect())

    return f"{found[1]}: {with_line_of_file(found[2], lines_before)}"
