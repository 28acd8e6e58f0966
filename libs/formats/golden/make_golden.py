"""
Golden files of RecordIO-protobuf, written by SageMaker's own Python SDK.

    python3.11 -m venv sdk && sdk/bin/pip install sagemaker==2.257.7 scipy==1.17.1
    sdk/bin/python libs/formats/golden/make_golden.py

For each `NAME.rec` there is a `NAME.f32`: the same rows as plain little-endian float32, each row's features and then,
where the rows have one, its label. So a test needs no reader to know what a file holds.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
from sagemaker.amazon.common import write_numpy_to_dense_tensor, write_spmatrix_to_sparse_tensor
from scipy.sparse import csr_matrix

FOLDER = Path(__file__).resolve().parent
ROWS = 5
#: Bit patterns in which an encoder that goes through another number type would differ.
SPECIAL = np.array(
    [
        0x0000_0000,  # 0
        0x8000_0000,  # -0
        0x0000_0001,  # the smallest denormal
        0x8000_0001,  # and its negative
        0x007F_FFFF,  # the largest denormal
        0x0080_0000,  # the smallest normal number
        0x7F7F_FFFF,  # the largest number
        0xFF7F_FFFF,  # and its negative
        0x3F80_0001,  # the number after 1
        0xCED7_230A,  # the magic word, which begins every record
    ],
    np.uint32,
).view(np.float32)


def main() -> None:
    for width in (1, 2, 31, 605):
        features, labels = rows_of(width)
        write(f"dense-{width}", dense(features, labels), np.column_stack((features, labels)))
    features, labels = rows_of(31)
    write("request-31", dense(features, None), features)
    # A row without any entry, one with the last column, the others with a third of theirs.
    features[np.abs(features) < 40] = 0
    features[1] = 0
    features[2, 30] = 1.5
    write("sparse-31", sparse(features, labels), np.column_stack((features, labels)))
    # What numpy makes of prices when nobody says float32: the SDK writes what it is given.
    (FOLDER / "features-float64.rec").write_bytes(dense(features.astype(np.float64), labels))
    (FOLDER / "label-int32.rec").write_bytes(dense(features, labels.astype(np.int64)))


def rows_of(width: int) -> tuple[np.ndarray, np.ndarray]:
    """Differences of prices, as rows hold them, with the special values among them."""
    random = np.random.default_rng(width)
    features = (random.integers(-9000, 9000, (ROWS, width)) / 100).astype(np.float32)
    places = random.permutation(features.size)[: len(SPECIAL)]
    features.reshape(-1)[places] = SPECIAL[: len(places)]
    return features, (np.arange(ROWS) % 3 == 1).astype(np.float32)


def dense(features: np.ndarray, labels: np.ndarray | None) -> bytes:
    file = BytesIO()
    write_numpy_to_dense_tensor(file, features, labels)
    return file.getvalue()


def sparse(features: np.ndarray, labels: np.ndarray) -> bytes:
    file = BytesIO()
    write_spmatrix_to_sparse_tensor(file, csr_matrix(features), labels)
    return file.getvalue()


def write(name: str, records: bytes, rows: np.ndarray) -> None:
    (FOLDER / f"{name}.rec").write_bytes(records)
    (FOLDER / f"{name}.f32").write_bytes(rows.astype("<f4").tobytes())


if __name__ == "__main__":
    main()
