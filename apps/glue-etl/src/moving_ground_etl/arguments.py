"""What the job is told, as Glue passes it: names with two dashes, values as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .schema import FeatureSchema, parse_schema


class InvalidArgument(Exception):
    """An argument is missing or cannot be; the message says what to give."""


@dataclass(frozen=True)
class Arguments:
    root: str
    batch_id: str
    #: Oldest first, ending with batch_id.
    window_batches: tuple[str, ...]
    schema: FeatureSchema
    #: Shares of train and validation; the rest is test.
    train: float
    validation: float
    seed: int
    rows_per_file: int


def parse_arguments(words: Sequence[str]) -> Arguments:
    """Arguments of Glue's own, such as --JOB_NAME, are passed over, with a value or without."""
    given = _given(words)
    train, validation, _ = _split(given)
    return Arguments(
        root=given.get("--root") or f"s3://{_text(given, '--bucket')}",
        batch_id=_text(given, "--batch_id"),
        window_batches=tuple(_text(given, "--window_batches").split(",")),
        schema=parse_schema(_text(given, "--schema")),
        train=train,
        validation=validation,
        seed=_whole(given, "--seed", 0),
        rows_per_file=_whole(given, "--rows_per_file", 1),
    )


def _given(words: Sequence[str]) -> dict[str, str]:
    """`--name value`; a value may begin with dashes only where it is written `--name=value`."""
    given: dict[str, str] = {}
    name = ""
    for word in words:
        if word.startswith("--"):
            name, _, value = word.partition("=")
            given[name] = value
        else:
            given[name] = word
    return given


def _split(given: dict[str, str]) -> tuple[float, float, float]:
    try:
        train, validation, test = (float(share) for share in _text(given, "--split").split(","))
    except ValueError:
        raise _invalid(given, "--split", "three shares that make 1") from None
    if abs(train + validation + test - 1) >= 1e-9:
        raise _invalid(given, "--split", "three shares that make 1")
    return train, validation, test


def _text(given: dict[str, str], name: str) -> str:
    value = given.get(name)
    if not value:
        raise _invalid(given, name, "a value")
    return value


def _whole(given: dict[str, str], name: str, least: int) -> int:
    text = _text(given, name)
    if text.isascii() and text.isdigit() and least <= int(text) < 2**53:
        return int(text)
    raise _invalid(given, name, f"a whole number of at least {least}")


def _invalid(given: dict[str, str], name: str, expected: str) -> InvalidArgument:
    return InvalidArgument(f"{name} was {given.get(name)!r}: give {expected}")
