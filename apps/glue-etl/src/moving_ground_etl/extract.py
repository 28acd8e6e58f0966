"""The extraction as Spark runs it: pieces of time joined side by side, rows sent to the file they belong to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from pyspark import RDD, SparkContext, StorageLevel

from .arguments import Arguments
from .blocks import Columns, TimeCut, joined, order_columns, orders_once, tick_columns, ticks_once
from .csv_rows import PRICES_HEADER, TRANSACTIONS_HEADER, CsvError, order_of, tick_of
from .join_piece import JoinedPiece, join_piece, rows_of
from .piece_facts import WindowFacts, facts_of, window_facts
from .record_io import encode_rows
from .report import mean_in_order, part_report, report_text
from .schema import PRICE_COLUMNS
from .split_rows import Part, positions, split_rows
from .storage import Storage

#: Key of what is told of rows beside their bytes; files are counted from 0.
_TOLD = -1
#: Rows made at once: some 12 MB of features.
_ROWS_AT_ONCE = 5_000

Piece = tuple[int, tuple[Columns, Columns, Columns, int]]


def extract(spark: SparkContext, arguments: Arguments, partitions: int) -> str:
    """Writes the datasets and, last, their report; answers the report's text."""
    storage = Storage(arguments.root)
    report_key = f"datasets/{arguments.batch_id}/report.json"
    storage.remove(report_key)
    pieces = _pieces(spark, arguments, partitions).persist(StorageLevel.MEMORY_AND_DISK)
    schema = arguments.schema
    told = pieces.map(lambda piece: facts_of(piece[0], piece[1][0], schema.max_gap_seconds)).collect()
    window = window_facts(told, schema.max_gap_seconds)
    joins = _joins(spark, pieces, arguments, window).persist(StorageLevel.MEMORY_AND_DISK)
    dataset = _Dataset.of(arguments, joins)
    rows = _write_rows(spark, joins, arguments, dataset)
    written = {key for name in dataset.files for key in dataset.files[name]}
    for key in storage.keys(f"datasets/{arguments.batch_id}/"):
        if key not in written:
            storage.remove(key)
    text = report_text(_report(arguments, window, dataset, rows))
    storage.write(report_key, text.encode())
    return text


def _pieces(spark: SparkContext, arguments: Arguments, partitions: int) -> RDD[Piece]:
    cut = TimeCut(arguments.schema)
    storage = Storage(arguments.root)
    columns = []
    for batch, batch_id in enumerate(arguments.window_batches):
        prices, transactions = f"staging/{batch_id}/prices.csv", f"staging/{batch_id}/transactions.csv"
        lines = spark.textFile(storage.url(prices), partitions)
        columns.append(lines.mapPartitionsWithIndex(_ticks_in(prices, batch, cut)))
        lines = spark.textFile(storage.url(transactions), partitions)
        columns.append(lines.mapPartitionsWithIndex(_orders_in(transactions, batch, cut)))
    return spark.union(columns).groupByKey(partitions).map(_whole_piece)


def _ticks_in(file: str, batch: int, cut: TimeCut):  # noqa: ANN202 - a function for Spark
    def read(index: int, lines: Iterator[str]) -> Iterable[tuple[int, tuple[str, Columns]]]:
        body = _body(index, lines, file, PRICES_HEADER)
        return cut.of_ticks(tick_columns(tick_of(line, file, batch) for line in body))

    return read


def _orders_in(file: str, batch: int, cut: TimeCut):  # noqa: ANN202 - a function for Spark
    def read(index: int, lines: Iterator[str]) -> Iterable[tuple[int, tuple[str, Columns]]]:
        body = _body(index, lines, file, TRANSACTIONS_HEADER)
        # Lines of a later split come after all lines of an earlier one, whatever their number.
        return cut.of_orders(order_columns((order_of(line, file, batch) for line in body), index << 40))

    return read


def _body(index: int, lines: Iterator[str], file: str, header: str) -> Iterator[str]:
    """Lines without the header, which only the first split has."""
    if index == 0:
        first = next(lines, "").removeprefix("\ufeff")
        if first != header:
            raise CsvError(f"{file}: the header was {first[:80]!r}: expected {header}")
    return lines


def _whole_piece(item: tuple[int, Iterable[tuple[str, Columns]]]) -> Piece:
    piece, blocks = item
    by_kind: dict[str, list[Columns]] = {"ticks": [], "before": [], "orders": []}
    for kind, block in blocks:
        by_kind[kind].append(block)
    orders = joined(by_kind["orders"], "orders")
    own = ticks_once(joined(by_kind["ticks"], "ticks"))
    before = ticks_once(joined(by_kind["before"], "ticks"))
    return piece, (own, before, orders_once(orders), len(orders["open_ms"]))


def _joins(
    spark: SparkContext, pieces: RDD[Piece], arguments: Arguments, window: WindowFacts
) -> RDD[tuple[int, JoinedPiece]]:
    shared = spark.broadcast((arguments.schema, window))

    def join(item: Piece) -> tuple[int, JoinedPiece]:
        schema, facts = shared.value
        piece, (own, before, orders, read) = item
        result = join_piece(
            schema,
            own,
            before,
            orders,
            read=read,
            first_second=facts.first_second,
            day_before=facts.day_before.get(piece),
        )
        return piece, result

    return pieces.map(join)


@dataclass(frozen=True)
class _Dataset:
    """What the driver knows of the orders: 25 bytes each, never their rows."""

    read: int
    distinct: int
    short_history: int
    gap: int
    derived: list[str]
    open_ms: np.ndarray
    close_ms: np.ndarray
    label: np.ndarray
    actual_profit: np.ndarray
    #: By piece: how many kept orders earlier pieces have.
    offsets: dict[int, int]
    parts: list[Part]
    files: dict[str, list[str]]

    @staticmethod
    def of(arguments: Arguments, joins: RDD[tuple[int, JoinedPiece]]) -> _Dataset:
        pieces = sorted(joins.map(_facts_of_orders).collect(), key=lambda piece: piece[0])
        names = ("open_ms", "close_ms", "label", "actual_profit")
        empty = np.empty(0)
        columns = {name: np.concatenate([p[2][name] for p in pieces] or [empty]) for name in names}
        counts = [len(p[2]["open_ms"]) for p in pieces]
        starts = np.concatenate(([0], np.cumsum(counts)))[:-1]
        totals = np.array([p[1] for p in pieces], dtype=np.int64).reshape(-1, 7).sum(axis=0)
        parts = split_rows(columns["open_ms"], columns["close_ms"], arguments.train, arguments.validation)
        return _Dataset(
            *(int(total) for total in totals[:4]),
            derived=[name for name, seen in zip(PRICE_COLUMNS[2:], totals[4:], strict=True) if seen],
            **columns,
            offsets={p[0]: int(start) for p, start in zip(pieces, starts, strict=True)},
            parts=parts,
            files={part.name: _files_of(part, arguments) for part in parts},
        )

    def targets(self, arguments: Arguments) -> tuple[np.ndarray, np.ndarray]:
        """For each kept order the number of its file, -1 for a purged one, and its place in that file."""
        file = np.full(len(self.open_ms), -1, np.int64)
        place = np.zeros(len(self.open_ms), np.int64)
        first_file = 0
        for part in self.parts:
            position = positions(part, arguments.seed)
            file[part.orders] = first_file + position // arguments.rows_per_file
            place[part.orders] = position % arguments.rows_per_file
            first_file += len(self.files[part.name])
        return file, place


def _files_of(part: Part, arguments: Arguments) -> list[str]:
    count = -(-len(part.orders) // arguments.rows_per_file)
    return [f"datasets/{arguments.batch_id}/{part.name}/part-{index:05d}.rec" for index in range(count)]


def _facts_of_orders(item: tuple[int, JoinedPiece]) -> tuple[int, tuple[int, ...], Columns]:
    piece, joined_piece = item
    names = ("open_ms", "close_ms", "label", "actual_profit")
    totals = (
        joined_piece.read,
        joined_piece.distinct,
        joined_piece.short_history,
        joined_piece.gap,
        *(int(seen) for seen in joined_piece.derived),
    )
    return piece, totals, {name: joined_piece.orders[name] for name in names}


@dataclass(frozen=True)
class _RowFacts:
    exact_duplicates: int
    constant_columns: list[str]


def _write_rows(
    spark: SparkContext, joins: RDD[tuple[int, JoinedPiece]], arguments: Arguments, dataset: _Dataset
) -> _RowFacts:
    file, place = dataset.targets(arguments)
    keys = [key for part in dataset.parts for key in dataset.files[part.name]]
    train_files = len(dataset.files["train"])
    shared = spark.broadcast((arguments, dataset.offsets, file, place, keys, train_files))

    def make(item: tuple[int, JoinedPiece]) -> Iterator[tuple[int, object]]:
        args, offsets, files, places, _, trains = shared.value
        piece, joined_piece = item
        count = len(joined_piece.mid)
        mine = slice(offsets[piece], offsets[piece] + count)
        targets, within = files[mine], places[mine]
        for begin in range(0, count, _ROWS_AT_ONCE):
            which = np.arange(begin, min(begin + _ROWS_AT_ONCE, count))
            yield from _made(args, joined_piece, which[targets[which] >= 0], targets, within, trains)

    def take(items: Iterator[tuple[int, Iterable[object]]]) -> Iterator[list[object]]:
        args, _, _, _, names, _ = shared.value
        for number, blocks in items:
            if number == _TOLD:
                yield list(blocks)
            else:
                Storage(args.root).write(names[number], _file_of(blocks))

    made = joins.flatMap(make).groupByKey(len(keys) + 1, lambda number: number + 1)
    told = [fact for facts in made.mapPartitions(take).collect() for fact in facts]
    return _row_facts(told, arguments)


def _made(
    arguments: Arguments,
    piece: JoinedPiece,
    which: np.ndarray,
    targets: np.ndarray,
    within: np.ndarray,
    train_files: int,
) -> Iterator[tuple[int, object]]:
    if len(which) == 0:
        return
    features = rows_of(arguments.schema, piece, which)
    labels = piece.orders["label"][which].astype(np.float32)
    frames = encode_rows(features, labels)
    is_train = targets[which] < train_files
    train = features[is_train]
    extremes = (train.min(axis=0), train.max(axis=0)) if len(train) else None
    digests = np.array([hashlib.md5(frame).digest() for frame in frames], dtype="S16")
    yield _TOLD, (digests, extremes)
    for number in np.unique(targets[which]):
        here = targets[which] == number
        yield int(number), (within[which][here], frames[here])


def _file_of(blocks: Iterable[object]) -> memoryview:
    parts = list(blocks)
    rows = sum(len(places) for places, _ in parts)
    whole = np.empty((rows, parts[0][1].shape[1]), np.uint8)
    for places, frames in parts:
        whole[places] = frames
    return memoryview(whole).cast("B")


def _row_facts(told: list[tuple[np.ndarray, tuple[np.ndarray, np.ndarray] | None]], arguments: Arguments) -> _RowFacts:
    digests = np.concatenate([d for d, _ in told] or [np.empty(0, "S16")])
    _, counts = np.unique(digests, return_counts=True)
    extremes = [e for _, e in told if e is not None]
    if not extremes:
        return _RowFacts(int(counts[counts > 1].sum()), [])
    lowest = np.min([low for low, _ in extremes], axis=0)
    highest = np.max([high for _, high in extremes], axis=0)
    constant = np.flatnonzero(lowest == highest)
    return _RowFacts(int(counts[counts > 1].sum()), [arguments.schema.columns[i] for i in constant])


def _report(
    arguments: Arguments, window: WindowFacts, dataset: _Dataset, rows: _RowFacts
) -> dict[str, object]:
    parts = {
        part.name: part_report(
            part, dataset.open_ms, dataset.close_ms, dataset.label, dataset.files[part.name]
        )
        for part in dataset.parts
    }
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
        "meanActualProfit": mean_in_order(dataset.actual_profit),
    }
