"""Rows as SageMaker's RecordIO-protobuf: aialgs.data.Record with dense float32 features and one float32 label."""

from __future__ import annotations

import struct

import numpy as np

_MAGIC = 0xCED7230A
_VALUES_KEY = b"\x0a\x06values"
_LABEL_HEAD = b"\x12\x12" + _VALUES_KEY + b"\x12\x08\x12\x06\x0a\x04"


def encode_rows(features: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Features rows x width float32, labels rows; answers one frame a row, rows x bytes."""
    rows, width = features.shape
    head = _features_head(4 * width)
    length = len(head) + 4 * width + len(_LABEL_HEAD) + 4
    stride = 8 + -(-length // 4) * 4
    frames = np.zeros((rows, stride), dtype=np.uint8)
    frames[:, :8] = np.frombuffer(struct.pack("<II", _MAGIC, length), np.uint8)
    features_at = 8 + len(head)
    label_at = features_at + 4 * width + len(_LABEL_HEAD)
    frames[:, 8:features_at] = np.frombuffer(head, np.uint8)
    frames[:, features_at : features_at + 4 * width] = _bytes_of(features)
    frames[:, label_at - len(_LABEL_HEAD) : label_at] = np.frombuffer(_LABEL_HEAD, np.uint8)
    frames[:, label_at : label_at + 4] = _bytes_of(labels.reshape(rows, 1))
    return frames


def _bytes_of(floats: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(floats, dtype="<f4").view(np.uint8)


def _features_head(float_bytes: int) -> bytes:
    """Lengths are nested, so they are worked out from the inside."""
    tensor = b"\x0a" + _varint(float_bytes)
    value = b"\x12" + _varint(len(tensor) + float_bytes) + tensor
    entry = _VALUES_KEY + b"\x12" + _varint(len(value) + float_bytes) + value
    return b"\x0a" + _varint(len(entry) + float_bytes) + entry


def _varint(value: int) -> bytes:
    if value < 0x80:
        return bytes([value])
    return bytes([value & 0x7F | 0x80]) + _varint(value >> 7)
