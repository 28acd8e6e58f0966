"""Rows made where their orders are, sent to the file they belong to, and written there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from pyspark import RDD, SparkContext

from .arguments import Arguments
from .dataset import Dataset, Targets
from .join_piece import JoinedPiece, rows_of
from .record_io import encode_rows
from .storage import Storage

#: Key of what is told of rows beside their bytes; files are counted from 0.
_TOLD = -1
#: Rows made at once: some 12 MB of features.
_ROWS_AT_ONCE = 5_000


class _Frames(NamedTuple):
    """Rows of one file: their places in it and their bytes."""

    places: np.ndarray
    frames: np.ndarray


class _Told(NamedTuple):
    #: One of each row, so that equal ones are found.
    digests: np.ndarray
    #: Of each column over the train rows; no rows where there are none.
    lowest: np.ndarray
    highest: np.ndarray


@dataclass(frozen=True)
class RowFacts:
    exact_duplicates: int
    constant_columns: list[str]


def write_rows(
    spark: SparkContext, joins: RDD[tuple[int, JoinedPiece]], arguments: Arguments, dataset: Dataset
) -> RowFacts:
    keys = [key for part in dataset.parts for key in dataset.files[part.name]]
    train_files = len(dataset.files["train"])
    shared = spark.broadcast((arguments, dataset.offsets, dataset.targets(arguments)))

    def make(item: tuple[int, JoinedPiece]) -> Iterator[tuple[int, _Frames | _Told]]:
        args, offsets, targets = shared.value
        number, piece = item
        mine = slice(offsets[number], offsets[number] + len(piece.mid))
        return _made(args, piece, Targets(targets.file[mine], targets.place[mine]), train_files)

    def take(items: Iterator[tuple[int, Iterable[_Frames | _Told]]]) -> Iterator[_Told]:
        for number, blocks in items:
            if number == _TOLD:
                yield from (block for block in blocks if isinstance(block, _Told))
            else:
                frames = [block for block in blocks if isinstance(block, _Frames)]
                Storage(arguments.root).write(keys[number], _file_of(frames))

    made = joins.flatMap(make).groupByKey(len(keys) + 1, lambda number: number + 1)
    return _row_facts(made.mapPartitions(take).collect(), arguments)


def _made(
    arguments: Arguments, piece: JoinedPiece, targets: Targets, train_files: int
) -> Iterator[tuple[int, _Frames | _Told]]:
    written = np.flatnonzero(targets.file >= 0)
    for begin in range(0, len(written), _ROWS_AT_ONCE):
        which = written[begin : begin + _ROWS_AT_ONCE]
        file, place = targets.file[which], targets.place[which]
        features = rows_of(arguments.schema, piece, which)
        frames = encode_rows(features, piece.orders["label"][which].astype(np.float32))
        yield _TOLD, _told(frames, features[file < train_files])
        for number in np.unique(file):
            yield int(number), _Frames(place[file == number], frames[file == number])


def _told(frames: np.ndarray, train: np.ndarray) -> _Told:
    digests = np.array([hashlib.md5(frame, usedforsecurity=False).digest() for frame in frames], dtype="S16")
    if len(train) == 0:
        return _Told(digests, train, train)
    return _Told(digests, train.min(axis=0, keepdims=True), train.max(axis=0, keepdims=True))


def _file_of(blocks: list[_Frames]) -> memoryview:
    rows = sum(len(block.places) for block in blocks)
    whole = np.empty((rows, blocks[0].frames.shape[1]), np.uint8)
    for block in blocks:
        whole[block.places] = block.frames
    return memoryview(whole.data).cast("B")


def _row_facts(told: list[_Told], arguments: Arguments) -> RowFacts:
    if not told:
        return RowFacts(0, [])
    _, counts = np.unique(np.concatenate([each.digests for each in told]), return_counts=True)
    lowest, highest = (np.concatenate([each[at] for each in told]) for at in (1, 2))
    is_constant = lowest.min(axis=0) == highest.max(axis=0) if len(lowest) else np.zeros(0, bool)
    names = [arguments.schema.columns[at] for at in np.flatnonzero(is_constant)]
    return RowFacts(int(counts[counts > 1].sum()), names)
