"""Which orders have a row, in which part and file, and where in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from pyspark import RDD

from .arguments import Arguments
from .blocks import Columns
from .join_piece import JoinedPiece
from .schema import PRICE_COLUMNS
from .split_rows import Part, positions, split_rows

_COLUMNS = ("open_ms", "slot", "close_ms", "label", "actual_profit")


class Targets(NamedTuple):
    """For each kept order the number of its file, -1 for a purged one, and its place in that file."""

    file: np.ndarray
    place: np.ndarray


class _PieceOrders(NamedTuple):
    """What the driver is told of a piece: 28 bytes an order, never its row."""

    number: int
    read: int
    distinct: int
    short_history: int
    gap: int
    derived: tuple[bool, bool, bool]
    columns: Columns


@dataclass(frozen=True)
class Dataset:
    read: int
    distinct: int
    short_history: int
    gap: int
    derived: list[str]
    #: One entry a kept order, in time order: open_ms, slot, close_ms, label and actual_profit.
    orders: Columns
    #: By piece: how many kept orders earlier pieces have.
    offsets: dict[int, int]
    parts: list[Part]
    files: dict[str, list[str]]

    @staticmethod
    def of(arguments: Arguments, joins: RDD[tuple[int, JoinedPiece]]) -> Dataset:
        pieces = sorted(joins.map(_orders_of).collect(), key=lambda piece: piece.number)
        orders = {name: np.concatenate([p.columns[name] for p in pieces] or [np.empty(0)]) for name in _COLUMNS}
        ends = np.cumsum([len(p.columns["open_ms"]) for p in pieces])
        parts = split_rows(orders["open_ms"], orders["close_ms"], arguments.train, arguments.validation)
        return Dataset(
            read=sum(p.read for p in pieces),
            distinct=sum(p.distinct for p in pieces),
            short_history=sum(p.short_history for p in pieces),
            gap=sum(p.gap for p in pieces),
            derived=[name for at, name in enumerate(PRICE_COLUMNS[2:]) if any(p.derived[at] for p in pieces)],
            orders=orders,
            offsets={p.number: int(end) - len(p.columns["open_ms"]) for p, end in zip(pieces, ends, strict=True)},
            parts=parts,
            files={part.name: _files_of(part, arguments) for part in parts},
        )

    def targets(self, arguments: Arguments) -> Targets:
        count = len(self.orders["open_ms"])
        file, place = np.full(count, -1, np.int64), np.zeros(count, np.int64)
        first_file = 0
        for part in self.parts:
            position = positions(part, arguments.seed)
            file[part.orders] = first_file + position // arguments.rows_per_file
            place[part.orders] = position % arguments.rows_per_file
            first_file += len(self.files[part.name])
        return Targets(file, place)


def _files_of(part: Part, arguments: Arguments) -> list[str]:
    count = -(-len(part.orders) // arguments.rows_per_file)
    return [f"datasets/{arguments.batch_id}/{part.name}/part-{index:05d}.rec" for index in range(count)]


def _orders_of(item: tuple[int, JoinedPiece]) -> _PieceOrders:
    number, piece = item
    return _PieceOrders(
        number=number,
        read=piece.read,
        distinct=piece.distinct,
        short_history=piece.short_history,
        gap=piece.gap,
        derived=piece.derived,
        columns={name: piece.orders[name] for name in _COLUMNS},
    )
