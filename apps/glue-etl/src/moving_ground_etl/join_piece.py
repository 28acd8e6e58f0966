"""The orders of a piece of time joined to the prices before them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .blocks import Columns
from .csv_rows import BatchContradicts
from .day_prices import DayExtremes, day_prices
from .read_window import Piece
from .schema import FeatureSchema
from .second_mids import SecondMids, second_mids


@dataclass(frozen=True)
class JoinedPiece:
    """What the rows of a piece are made of; all arrays but `mids` have one entry an order that has a row."""

    read: int
    distinct: int
    short_history: int
    gap: int
    orders: Columns
    mids: np.ndarray
    #: Where the order's own second lies in `mids`.
    place: np.ndarray
    mid: np.ndarray
    #: Orders x 5 float32: the own tick's prices minus the mid.
    prices: np.ndarray
    #: Of mid_open, high and low: whether any had to be worked out.
    derived: tuple[bool, bool, bool]


def join_piece(
    schema: FeatureSchema,
    piece: Piece,
    *,
    first_second: int,
    day_before: DayExtremes | None,
) -> JoinedPiece:
    own, before, orders, read = piece
    tick = own_ticks(own, orders)
    second = orders["open_ms"] // 1000
    held = _mids(schema, own, before)
    place, is_whole = _places(held, second, schema.window_seconds)
    is_short = second - schema.window_seconds < first_second
    is_kept = ~is_short & is_whole
    kept = {name: values[is_kept] for name, values in orders.items()}
    own_mid = (own["bid"] + own["offer"]) / 2
    mid = own_mid[tick[is_kept]]
    prices, derived = _prices(own, own_mid, tick[is_kept], day_before)
    return JoinedPiece(
        read=read,
        distinct=len(second),
        short_history=int(is_short.sum()),
        gap=int((~is_short & ~is_whole).sum()),
        orders=kept,
        mids=held.mids,
        place=place[is_kept],
        mid=mid,
        prices=prices,
        derived=derived,
    )


def own_ticks(ticks: Columns, orders: Columns) -> np.ndarray:
    """Of the ticks at each order's open time the first whose offer is its open price. Raises BatchContradicts."""
    time_ms, offer = ticks["time_ms"], ticks["offer"]
    place = np.searchsorted(time_ms, orders["open_ms"])
    found = np.full(len(place), -1)
    looking = np.arange(len(place))
    while len(looking):
        inside = looking[place[looking] < len(time_ms)]
        inside = inside[time_ms[place[inside]] == orders["open_ms"][inside]]
        is_own = offer[place[inside]] == orders["open_price"][inside]
        found[inside[is_own]] = place[inside[is_own]]
        looking = inside[~is_own]
        place[looking] += 1
    if (found < 0).any():
        raise _without_tick(orders, int(np.flatnonzero(found < 0)[0]))
    return found


def rows_of(schema: FeatureSchema, piece: JoinedPiece, which: np.ndarray) -> np.ndarray:
    """Features of these orders, float64 differences rounded once to float32."""
    back = np.array(schema.seconds_back())
    rows = np.empty((len(which), schema.feature_dim), np.float32)
    rows[:, :5] = piece.prices[which]
    places = piece.place[which, None] - back[None, :]
    rows[:, 5:] = piece.mids[places] - piece.mid[which, None]
    return rows


def _mids(schema: FeatureSchema, own: Columns, before: Columns) -> SecondMids:
    time_ms = np.concatenate((before["time_ms"], own["time_ms"]))
    mid = np.concatenate(((before["bid"] + before["offer"]) / 2, (own["bid"] + own["offer"]) / 2))
    return second_mids(time_ms, mid, schema.max_gap_seconds, is_mean=schema.is_mean)


def _places(held: SecondMids, second: np.ndarray, window: int) -> tuple[np.ndarray, np.ndarray]:
    if len(second) == 0:
        return np.empty(0, np.int64), np.empty(0, bool)
    return held.places(second, window)


def _prices(
    own: Columns, own_mid: np.ndarray, tick: np.ndarray, day_before: DayExtremes | None
) -> tuple[np.ndarray, tuple[bool, bool, bool]]:
    prices = np.empty((len(tick), 5), np.float32)
    if len(tick) == 0:
        return prices, (False, False, False)
    mid = own_mid[tick]
    prices[:, 0] = own["bid"][tick] - mid
    prices[:, 1] = own["offer"][tick] - mid
    worked_out = day_prices(own["time_ms"], own_mid, tick, day_before)
    derived = []
    for column, (name, stand_in) in enumerate(zip(("mid_open", "high", "low"), worked_out, strict=True), 2):
        told = own[name][tick]
        derived.append(bool(np.isnan(told).any()))
        prices[:, column] = np.where(np.isnan(told), stand_in, told) - mid
    return prices, (derived[0], derived[1], derived[2])


def _without_tick(orders: Columns, at: int) -> BatchContradicts:
    open_ms, slot = orders["open_ms"][at], orders["slot"][at].decode()
    return BatchContradicts(
        f"order {open_ms // 1000}-{slot} was placed at {open_ms} for {orders['open_price'][at]}, "
        "but no price of that time has this offer"
    )
