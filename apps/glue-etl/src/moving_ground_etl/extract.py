"""The extraction as Spark runs it: pieces of time joined side by side, rows sent to the file they belong to."""

from __future__ import annotations

from pyspark import RDD, SparkContext, StorageLevel

from .arguments import Arguments
from .blocks import HOUR_MS
from .dataset import Dataset
from .join_piece import JoinedPiece, join_piece
from .outcomes import outcomes_text
from .piece_facts import WindowFacts, facts_of, window_facts
from .read_window import Piece, read_window
from .report import mean_in_order, part_report, report_text
from .storage import Storage
from .write_rows import RowFacts, write_rows


def extract(spark: SparkContext, arguments: Arguments, partitions: int, least_piece_ms: int = HOUR_MS) -> str:
    """Writes the datasets and, last, their report; answers the report's text."""
    storage = Storage(arguments.root)
    report_key = f"datasets/{arguments.batch_id}/report.json"
    storage.remove(report_key)
    pieces = read_window(spark, arguments, partitions, least_piece_ms).persist(StorageLevel.MEMORY_AND_DISK)
    schema = arguments.schema
    told = pieces.map(lambda piece: facts_of(piece[0], piece[1].own, schema.max_gap_seconds)).collect()
    window = window_facts(told, schema.max_gap_seconds)
    joins = _joins(spark, pieces, arguments, window).persist(StorageLevel.MEMORY_AND_DISK)
    dataset = Dataset.of(arguments, joins)
    storage.write(_outcomes_key(arguments), outcomes_text(dataset).encode())
    rows = write_rows(spark, joins, arguments, dataset)
    _remove_others(storage, arguments, dataset)
    text = report_text(_report(arguments, window, dataset, rows))
    storage.write(report_key, text.encode())
    pieces.unpersist()
    joins.unpersist()
    return text


def _outcomes_key(arguments: Arguments) -> str:
    return f"datasets/{arguments.batch_id}/test-outcomes.csv"


def _remove_others(storage: Storage, arguments: Arguments, dataset: Dataset) -> None:
    """What an earlier attempt left."""
    written = {_outcomes_key(arguments), *(key for keys in dataset.files.values() for key in keys)}
    for key in storage.keys(f"datasets/{arguments.batch_id}/"):
        if key not in written:
            storage.remove(key)


def _joins(
    spark: SparkContext, pieces: RDD[tuple[int, Piece]], arguments: Arguments, window: WindowFacts
) -> RDD[tuple[int, JoinedPiece]]:
    shared = spark.broadcast((arguments.schema, window))

    def join(item: tuple[int, Piece]) -> tuple[int, JoinedPiece]:
        schema, facts = shared.value
        number, piece = item
        result = join_piece(
            schema,
            piece,
            first_second=facts.first_second,
            day_before=facts.day_before.get(number),
        )
        return number, result

    return pieces.map(join)


def _report(arguments: Arguments, window: WindowFacts, dataset: Dataset, rows: RowFacts) -> dict[str, object]:
    parts = {part.name: part_report(part, dataset.orders, dataset.files[part.name]) for part in dataset.parts}
    return {
        "reportVersion": 1,
        "batchId": arguments.batch_id,
        "batches": list(arguments.window_batches),
        "schemaVersion": arguments.schema.version,
        "schemaHash": arguments.schema.hash,
        "featureDim": arguments.schema.feature_dim,
        "seed": arguments.seed,
        "transactions": dataset.read,
        "ticks": window.ticks,
        "dropped": {
            "shortHistory": dataset.short_history,
            "gap": dataset.gap,
            "repeated": dataset.read - dataset.distinct,
        },
        "exactDuplicates": rows.exact_duplicates,
        "gaps": {"count": window.gaps, "longestSeconds": window.longest_gap_ms / 1000},
        "derived": dataset.derived,
        "constantColumns": rows.constant_columns,
        "parts": parts,
        "meanActualProfit": mean_in_order(dataset.orders["actual_profit"]),
    }
