"""Ticks and orders as columns, cut at fixed moments, so that each piece of time can be worked on by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import numpy as np

from .csv_rows import BatchContradicts, Order, Tick
from .schema import FeatureSchema

HOUR_MS = 3_600_000

Columns = dict[str, np.ndarray]
#: A piece's number and, of one file, what belongs to it: "ticks", "before" (those of the piece before) or "orders".
Block = tuple[int, tuple[str, Columns]]

_TICK_TYPES = {
    "time_ms": "i8",
    "sequence": "i8",
    "batch": "i4",
    "bid": "f8",
    "offer": "f8",
    "mid_open": "f8",
    "high": "f8",
    "low": "f8",
    "told": "S8",
}
_ORDER_TYPES = {
    "open_ms": "i8",
    "slot": "S3",
    "batch": "i4",
    "line": "i8",
    "open_price": "f8",
    "close_ms": "i8",
    "label": "u1",
    "actual_profit": "f8",
}


class TimeCut:
    """
    Pieces of whole hours, or of other whole `least_ms`.

    A row sees `window_seconds` before its order, and the price that stands in at their beginning may be
    `max_gap_seconds` old: so many seconds of ticks are handed to the next piece too.
    """

    def __init__(self, schema: FeatureSchema, least_ms: int = HOUR_MS) -> None:
        self.look_back_ms = (schema.window_seconds + schema.max_gap_seconds + 1) * 1000
        # Never shorter than the look back: a row would see beyond the piece before its own.
        self.piece_ms = -(-self.look_back_ms // least_ms) * least_ms

    def of_ticks(self, ticks: Columns) -> Iterator[Block]:
        pieces = ticks["time_ms"] // self.piece_ms
        for piece in np.unique(pieces):
            own = _rows(ticks, pieces == piece)
            yield int(piece), ("ticks", own)
            next_begin = (int(piece) + 1) * self.piece_ms
            is_seen_from_next = own["time_ms"] >= next_begin - self.look_back_ms
            if is_seen_from_next.any():
                yield int(piece) + 1, ("before", _rows(own, is_seen_from_next))

    def of_orders(self, orders: Columns) -> Iterator[Block]:
        pieces = orders["open_ms"] // self.piece_ms
        for piece in np.unique(pieces):
            yield int(piece), ("orders", _rows(orders, pieces == piece))


def tick_columns(ticks: Iterable[Tick]) -> Columns:
    rows = [(*tick[:8], hashlib.blake2b(tick.told.encode(), digest_size=8).digest()) for tick in ticks]
    return _columns(rows, _TICK_TYPES)


def order_columns(orders: Iterable[Order], first_line: int) -> Columns:
    rows = [
        (o.open_ms, o.slot.encode(), o.batch, first_line + i, o.open_price, o.close_ms, o.label, o.actual_profit)
        for i, o in enumerate(orders)
    ]
    return _columns(rows, _ORDER_TYPES)


def joined(blocks: list[Columns], like: str) -> Columns:
    types = _TICK_TYPES if like == "ticks" else _ORDER_TYPES
    return {
        name: np.concatenate([block[name] for block in blocks]) if blocks else np.empty(0, kind)
        for name, kind in types.items()
    }


def ticks_once(ticks: Columns) -> Columns:
    """In time order, each time and sequence once. Raises BatchContradicts where two files tell it differently."""
    if len(ticks["time_ms"]) == 0:
        return ticks
    rows = _rows(ticks, np.lexsort((ticks["batch"], ticks["sequence"], ticks["time_ms"])))
    time_ms, sequence = rows["time_ms"], rows["sequence"]
    is_again = np.append(False, (time_ms[1:] == time_ms[:-1]) & (sequence[1:] == sequence[:-1]))
    differs = is_again & np.append(False, rows["told"][1:] != rows["told"][:-1])
    if differs.any():
        at = int(np.flatnonzero(differs)[0])
        raise BatchContradicts(
            f"two files of the window tell different prices of the tick at {time_ms[at]}, sequence {sequence[at]}"
        )
    return _rows(rows, ~is_again)


def orders_once(orders: Columns) -> Columns:
    """By open time and id; of orders told twice the first, in the oldest batch, is kept."""
    rows = _rows(orders, np.lexsort((orders["line"], orders["batch"], orders["slot"], orders["open_ms"])))
    second = rows["open_ms"] // 1000
    ids = np.rec.fromarrays((second, rows["slot"]))
    _, first = np.unique(ids, return_index=True)
    return _rows(rows, np.sort(first))


def _rows(columns: Columns, which: np.ndarray) -> Columns:
    return {name: values[which] for name, values in columns.items()}


def _columns(rows: list[tuple], types: dict[str, str]) -> Columns:
    values = zip(*rows, strict=True) if rows else ([] for _ in types)
    return {name: np.array(column, kind) for (name, kind), column in zip(types.items(), values, strict=True)}
