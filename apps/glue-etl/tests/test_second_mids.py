from __future__ import annotations

import numpy as np
import pytest

from moving_ground_etl.second_mids import second_mids

TIME_MS = np.array([0, 400, 999, 3000, 3500, 9000], np.int64)
MID = np.array([10, 30, 20.5, 8, 16, 5])


def test_a_second_counts_for_its_last_mid_which_stands_until_the_next() -> None:
    held = second_mids(TIME_MS, MID, 5)
    assert held.mids.tolist() == [20.5, 20.5, 20.5, 16, 5]


def test_a_second_counts_for_the_mean_of_its_mids_where_that_is_asked_for() -> None:
    held = second_mids(TIME_MS, MID, 5, is_mean=True)
    assert held.mids.tolist() == [60.5 / 3, 60.5 / 3, 60.5 / 3, 12, 5]


def test_silences_are_the_same_for_both() -> None:
    last, mean = (second_mids(TIME_MS, MID, 5, is_mean=is_mean) for is_mean in (False, True))
    assert last.run_second.tolist() == mean.run_second.tolist() == [0, 9]
    assert last.run_place.tolist() == mean.run_place.tolist() == [0, 4]


@pytest.mark.parametrize("ticks", [2, 7, 8, 9, 130, 1000])
def test_a_mean_is_added_up_one_tick_after_the_other(ticks: int) -> None:
    mid = 6500 + np.random.default_rng(ticks).integers(-9000, 9000, 3 * ticks) / 100
    held = second_mids(np.repeat([0, 1000, 2000], ticks), mid, 5, is_mean=True)
    expected = []
    for second in range(3):
        total = 0.0
        for each in mid[second * ticks : (second + 1) * ticks].tolist():
            total += each
        expected.append(total / ticks)
    assert held.mids.tolist() == expected


def test_a_negative_zero_is_none_in_a_mean() -> None:
    held = second_mids(np.array([0]), np.array([-0.0]), 5, is_mean=True)
    assert not np.signbit(held.mids[0])
