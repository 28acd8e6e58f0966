"""What other pieces of time have to know of one, and what follows for all of them."""

from __future__ import annotations

from typing import NamedTuple

from .blocks import Columns
from .day_prices import DAY_MS, DayExtremes, extremes_by_day, joined
from .second_mids import gaps_in


class PieceFacts(NamedTuple):
    """A few numbers of one piece's own ticks; first and last are 0 where it has none."""

    piece: int
    ticks: int
    first_ms: int
    last_ms: int
    gaps: int
    longest_gap_ms: int
    days: list[DayExtremes]


class WindowFacts(NamedTuple):
    ticks: int
    first_second: int
    gaps: int
    longest_gap_ms: int
    #: By piece: what earlier pieces made of the day in which its own ticks begin.
    day_before: dict[int, DayExtremes]


def facts_of(piece: int, ticks: Columns, max_gap_seconds: int) -> PieceFacts:
    time_ms = ticks["time_ms"]
    if len(time_ms) == 0:
        return PieceFacts(piece, 0, 0, 0, 0, 0, [])
    gaps, longest = gaps_in(time_ms, max_gap_seconds)
    days = extremes_by_day(time_ms, (ticks["bid"] + ticks["offer"]) / 2)
    return PieceFacts(piece, len(time_ms), int(time_ms[0]), int(time_ms[-1]), gaps, longest, days)


def window_facts(pieces: list[PieceFacts], max_gap_seconds: int) -> WindowFacts:
    told = [piece for piece in sorted(pieces) if piece.ticks > 0]
    gaps, longest = 0, 0
    days: dict[int, DayExtremes] = {}
    day_before: dict[int, DayExtremes] = {}
    last_ms: int | None = None
    for piece in told:
        gaps, longest = gaps + piece.gaps, max(longest, piece.longest_gap_ms)
        if last_ms is not None and piece.first_ms // 1000 - last_ms // 1000 > max_gap_seconds:
            gaps, longest = gaps + 1, max(longest, piece.first_ms - last_ms)
        last_ms = piece.last_ms
        if (before := days.get(piece.first_ms // DAY_MS)) is not None:
            day_before[piece.piece] = before
        for day in piece.days:
            days[day.day] = joined(days[day.day], day) if day.day in days else day
    first_second = told[0].first_ms // 1000 if told else 0
    return WindowFacts(sum(piece.ticks for piece in told), first_second, gaps, longest, day_before)
