"""First, highest and lowest mid of the UTC day as an order sees them: its own tick and the seconds before its own."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

DAY_MS = 86_400_000


class DayExtremes(NamedTuple):
    day: int
    first: float
    highest: float
    lowest: float


def extremes_by_day(time_ms: np.ndarray, mid: np.ndarray) -> list[DayExtremes]:
    """One for each day that has ticks, in order."""
    days = time_ms // DAY_MS
    starts = np.concatenate(([0], np.flatnonzero(np.diff(days)) + 1)) if len(days) else np.empty(0, int)
    ends = np.append(starts[1:], len(days))
    return [
        DayExtremes(int(days[a]), float(mid[a]), float(mid[a:b].max()), float(mid[a:b].min()))
        for a, b in zip(starts, ends, strict=True)
    ]


def joined(earlier: DayExtremes, later: DayExtremes) -> DayExtremes:
    return DayExtremes(
        earlier.day,
        earlier.first,
        max(earlier.highest, later.highest),
        min(earlier.lowest, later.lowest),
    )


def day_prices(
    time_ms: np.ndarray, mid: np.ndarray, at: np.ndarray, before: DayExtremes | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """
    For the ticks at the places `at`: mid_open, high and low of the day.

    before -- what earlier ticks made of the day of the first tick here, None where there were none
    """
    if before is not None and before.day == time_ms[0] // DAY_MS:
        # Three ticks that say the same: the day's first mid first, at the day's beginning.
        head = np.array([before.first, before.highest, before.lowest])
        start = np.full(3, before.day * DAY_MS)
        # Before any second that is asked for, also the day's first: a second earlier than the first tick's.
        start = np.minimum(start, (time_ms[0] // 1000) * 1000 - 1)
        return _day_prices(np.concatenate((start, time_ms)), np.concatenate((head, mid)), at + 3, before.day)
    return _day_prices(time_ms, mid, at, None)


def _day_prices(
    time_ms: np.ndarray, mid: np.ndarray, at: np.ndarray, day_of_head: int | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    day = time_ms // DAY_MS
    if day_of_head is not None:
        day[:3] = day_of_head
    second = time_ms // 1000
    first_of_day = np.searchsorted(day, day[at], side="left")
    first_of_second = np.searchsorted(second, second[at], side="left")
    highest, lowest = _running(mid, day)
    last = first_of_second - 1
    has_before = last >= first_of_day
    own = mid[at]
    mid_open = np.where(has_before, mid[first_of_day], own)
    high = np.where(has_before, np.maximum(highest[last], own), own)
    low = np.where(has_before, np.minimum(lowest[last], own), own)
    return mid_open, high, low


def _running(mid: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Highest and lowest since the beginning of each one's day."""
    highest, lowest = mid.copy(), mid.copy()
    starts = np.concatenate(([0], np.flatnonzero(np.diff(day)) + 1, [len(day)]))
    for a, b in pairwise(starts):
        highest[a:b] = np.maximum.accumulate(mid[a:b])
        lowest[a:b] = np.minimum.accumulate(mid[a:b])
    return highest, lowest
