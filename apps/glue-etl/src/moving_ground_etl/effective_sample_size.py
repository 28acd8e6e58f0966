"""How many independent labels orders are worth: Lopez de Prado, Advances in Financial Machine Learning, chapter 4."""

from __future__ import annotations

import numpy as np


def effective_sample_size(open_ms: np.ndarray, close_ms: np.ndarray) -> float:
    """
    Sum over the orders of the mean, over the seconds each was open, of one divided by the orders open.

    Additions are made one after the other, in the order of time, so that every engine comes to the same bits.
    """
    if len(open_ms) == 0:
        return 0.0
    opens = open_ms // 1000
    ends = close_ms // 1000 + 1
    turns, sums = _cumulated_shares(opens, np.sort(ends))
    until_end = sums[np.searchsorted(turns, ends)]
    until_open = sums[np.searchsorted(turns, opens)]
    return float(np.cumsum((until_end - until_open) / (ends - opens))[-1])


def _cumulated_shares(opens: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where an order opens or closes, and one divided by the orders open, cumulated over the seconds until there."""
    # Of one second, openings come before closings.
    order = np.argsort(np.concatenate((opens, ends)), kind="stable")
    turns = np.concatenate((opens, ends))[order].astype(np.float64)
    is_opening = order < len(opens)
    open_before = np.concatenate(([0], np.cumsum(np.where(is_opening, 1, -1))[:-1]))
    lengths = np.diff(turns, prepend=0.0)
    shares = np.divide(lengths, open_before, out=np.zeros_like(turns), where=open_before > 0)
    return turns, np.cumsum(shares)
