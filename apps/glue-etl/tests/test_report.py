from __future__ import annotations

import json
import random
import struct

import numpy as np
import pytest

from moving_ground_etl.effective_sample_size import effective_sample_size
from moving_ground_etl.report import number_text, report_text
from moving_ground_etl.shuffle_keys import shuffle_keys
from moving_ground_etl.split_rows import positions, split_rows


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.1"),
        (1e-7, "1e-7"),
        (0.000001, "0.000001"),
        (1e21, "1e+21"),
        (1e20, "100000000000000000000"),
        (-1.5e-9, "-1.5e-9"),
        (-0.0, "0"),
        (3.0, "3"),
    ],
)
def test_numbers_are_written_as_javascript_writes_them(value: float, text: str) -> None:
    assert number_text(value) == text


def test_every_number_reads_back_as_itself() -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    for _ in range(2000):
        (value,) = struct.unpack("<d", chance.randbytes(8))
        if np.isfinite(value):
            assert float(number_text(value)) == value


def test_a_report_is_json_with_two_blanks_and_a_line_end() -> None:
    report = {"rows": 2, "files": ["a"], "parts": {}, "none": None, "derived": []}
    assert report_text(report) == json.dumps(report, indent=2) + "\n"


def test_orders_open_at_the_same_time_share_their_seconds() -> None:
    opens = np.array([0, 0, 10_000], np.int64)
    closes = np.array([1_000, 1_000, 11_000], np.int64)
    assert effective_sample_size(opens, closes) == 2.0


def test_rows_not_over_before_the_next_part_are_purged() -> None:
    opens = np.arange(10, dtype=np.int64) * 1000
    train, validation, test = split_rows(opens, opens + 1500, 0.6, 0.2)
    assert (train.orders.tolist(), train.purged) == ([0, 1, 2, 3, 4], 1)
    assert (validation.orders.tolist(), validation.purged) == ([6], 1)
    assert (test.orders.tolist(), test.purged) == ([8, 9], 0)
    assert sorted(positions(train, 3)) == [0, 1, 2, 3, 4]
    assert positions(test, 3).tolist() == [0, 1]


def test_shuffle_keys_are_the_generators_published_ones() -> None:
    # The first outputs of SplitMix64 for the seed 1234567, as its authors' C code prints them.
    expected = [6457827717110365317, 3203168211198807973, 9817491932198370423]
    assert shuffle_keys(1234567, np.arange(3)).tolist() == expected
