"""Which part each order is in, and where in it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .shuffle_keys import shuffle_keys

PARTS = ("train", "validation", "test")


@dataclass(frozen=True)
class Part:
    name: str
    #: Places among the kept orders, in time order.
    orders: np.ndarray
    purged: int


def split_rows(open_ms: np.ndarray, close_ms: np.ndarray, train: float, validation: float) -> list[Part]:
    """Cut in time order; then what was not over before the next part began is taken out."""
    count = len(open_ms)
    ends = (math.floor(count * train), math.floor(count * (train + validation)), count)
    parts = []
    for name, begin, end in zip(PARTS, (0, *ends[:2]), ends, strict=True):
        next_open_ms = open_ms[end] if end < count else math.inf
        places = np.arange(begin, end)
        left = places[close_ms[places] < next_open_ms]
        parts.append(Part(name, left, end - begin - len(left)))
    return parts


def positions(part: Part, seed: int) -> np.ndarray:
    """Where in the part each of its orders goes: in time order, for train by shuffled keys."""
    count = len(part.orders)
    if part.name != "train":
        return np.arange(count)
    keys = shuffle_keys(seed, np.arange(count))
    position = np.empty(count, np.int64)
    position[np.argsort(keys, kind="stable")] = np.arange(count)
    return position
