from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from moving_ground_etl.record_io import encode_rows

#: Written by SageMaker's own Python SDK: make_golden.py in that folder says how.
GOLDEN = Path(__file__).resolve().parents[3] / "libs" / "formats" / "golden"


def golden_rows(width: int) -> np.ndarray:
    """Rows x (features and a label)."""
    return np.fromfile(GOLDEN / f"dense-{width}.f32", "<f4").reshape(-1, width + 1)


@pytest.mark.parametrize("width", [1, 2, 31, 605])
def test_rows_have_the_bytes_of_sagemakers_own_writer(width: int) -> None:
    rows = golden_rows(width)
    frames = encode_rows(rows[:, :width], rows[:, width])
    assert frames.shape[0] == 5
    assert frames.tobytes() == (GOLDEN / f"dense-{width}.rec").read_bytes()


def test_rows_in_another_order_are_the_same_frames_in_that_order() -> None:
    rows = golden_rows(605)
    frames = encode_rows(rows[:, :605], rows[:, 605])
    order = np.array([3, 0, 4, 2, 1])
    turned = encode_rows(rows[order, :605], rows[order, 605])
    assert np.array_equal(turned, frames[order])
