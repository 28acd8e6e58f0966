"""Keys whose order shuffles rows: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) of a seed and a place."""

from __future__ import annotations

import numpy as np

_STEP = np.uint64(0x9E37_79B9_7F4A_7C15)
_FIRST = np.uint64(0xBF58_476D_1CE4_E5B9)
_SECOND = np.uint64(0x94D0_49BB_1331_11EB)


def shuffle_keys(seed: int, places: np.ndarray) -> np.ndarray:
    """Key of place i: the generator's output for the state seed + (i + 1) x step, modulo 2^64."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + (places.astype(np.uint64) + np.uint64(1)) * _STEP
        z = (z ^ (z >> np.uint64(30))) * _FIRST
        z = (z ^ (z >> np.uint64(27))) * _SECOND
    return z ^ (z >> np.uint64(31))
