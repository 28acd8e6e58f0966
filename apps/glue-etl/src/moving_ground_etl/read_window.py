"""The window's files as pieces of time: each with its own ticks, those before it that its rows may see, its orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pyspark import RDD, SparkContext

from .arguments import Arguments
from .blocks import Block, Columns, TimeCut, joined, order_columns, orders_once, tick_columns, ticks_once
from .csv_rows import PRICES_HEADER, TRANSACTIONS_HEADER, order_of, tick_of
from .numbered_lines import numbered_lines
from .storage import Storage


class Piece(NamedTuple):
    own: Columns
    before: Columns
    orders: Columns
    #: Orders before what is told twice is left out.
    read: int


def read_window(spark: SparkContext, arguments: Arguments, partitions: int, least_ms: int) -> RDD[tuple[int, Piece]]:
    """Pieces by number; `least_ms` is the shortest time that a piece may have."""
    cut = TimeCut(arguments.schema, least_ms)
    storage = Storage(arguments.root)
    columns = []
    for batch, batch_id in enumerate(arguments.window_batches):
        prices, transactions = f"staging/{batch_id}/prices.csv", f"staging/{batch_id}/transactions.csv"
        lines = spark.textFile(storage.url(prices), partitions)
        columns.append(lines.mapPartitionsWithIndex(_ticks_in(prices, batch, cut)))
        lines = spark.textFile(storage.url(transactions), partitions)
        columns.append(lines.mapPartitionsWithIndex(_orders_in(transactions, batch, cut)))
    return spark.union(columns).groupByKey(partitions).map(_whole_piece)


def _ticks_in(file: str, batch: int, cut: TimeCut) -> Callable[[int, Iterator[str]], Iterable[Block]]:
    def read(split: int, lines: Iterator[str]) -> Iterable[Block]:
        told = numbered_lines(split, lines, file, PRICES_HEADER, lambda line: tick_of(line, batch))
        return cut.of_ticks(tick_columns(told))

    return read


def _orders_in(file: str, batch: int, cut: TimeCut) -> Callable[[int, Iterator[str]], Iterable[Block]]:
    def read(split: int, lines: Iterator[str]) -> Iterable[Block]:
        told = numbered_lines(split, lines, file, TRANSACTIONS_HEADER, lambda line: order_of(line, batch))
        # Lines of a later split come after all lines of an earlier one, whatever their number.
        return cut.of_orders(order_columns(told, split << 40))

    return read


def _whole_piece(item: tuple[int, Iterable[tuple[str, Columns]]]) -> tuple[int, Piece]:
    number, blocks = item
    by_kind: dict[str, list[Columns]] = {"ticks": [], "before": [], "orders": []}
    for kind, block in blocks:
        by_kind[kind].append(block)
    orders = joined(by_kind["orders"], "orders")
    own = ticks_once(joined(by_kind["ticks"], "ticks"))
    before = ticks_once(joined(by_kind["before"], "ticks"))
    return number, Piece(own, before, orders_once(orders), len(orders["open_ms"]))
