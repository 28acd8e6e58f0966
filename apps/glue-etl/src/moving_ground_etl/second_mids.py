"""One mid of each second, and what may stand in for a silent one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class SecondMids:
    """Seconds without a break longer than the gap, one run after the other; `mids` holds every second of each."""

    #: Second and place in `mids` of each run's first second, ascending.
    run_second: np.ndarray
    run_place: np.ndarray
    mids: np.ndarray

    def places(self, seconds: np.ndarray, window: int) -> tuple[np.ndarray, np.ndarray]:
        """Where each second lies, and whether all of the window before it is in the same run."""
        run = np.searchsorted(self.run_second, seconds, side="right") - 1
        is_whole = seconds - self.run_second[run] >= window
        return self.run_place[run] + (seconds - self.run_second[run]), is_whole


def second_mids(time_ms: np.ndarray, mid: np.ndarray, max_gap_seconds: int, *, is_mean: bool = False) -> SecondMids:
    """
    Ticks in time order. A silence of more than `max_gap_seconds` between two seconds with ticks begins a new run.

    is_mean -- a second counts for the mean of its mids, not for the last of them
    """
    second = time_ms // 1000
    is_last = np.append(second[1:] != second[:-1], True)
    seconds = second[is_last]
    mids = _means(mid, is_last) if is_mean else mid[is_last]
    breaks = np.flatnonzero(np.diff(seconds) > max_gap_seconds) + 1
    firsts = np.concatenate(([0], breaks)).astype(np.int64)
    # In a run each mid stands until the next second with a tick; before a break it stands for its own second only.
    lengths = np.append(np.diff(seconds), 1)
    lengths[breaks - 1] = 1
    places = np.concatenate(([0], np.cumsum(lengths)))
    return SecondMids(seconds[firsts], places[firsts], np.repeat(mids, lengths))


def _means(mid: np.ndarray, is_last: np.ndarray) -> np.ndarray:
    """Of each second its mids, added up from 0 in the order of the ticks and divided once, as the other engine does."""
    place = np.cumsum(is_last) - is_last
    # numpy's own sums add in pairs, which gives other bits; bincount adds one after the other.
    return np.bincount(place, weights=mid) / np.bincount(place)


def gaps_in(time_ms: np.ndarray, max_gap_seconds: int) -> tuple[int, int]:
    """How many silences no price may bridge, and the longest of them in milliseconds from tick to tick."""
    is_gap = np.diff(time_ms // 1000) > max_gap_seconds
    silences = np.diff(time_ms)[is_gap]
    return int(is_gap.sum()), int(silences.max(initial=0))
