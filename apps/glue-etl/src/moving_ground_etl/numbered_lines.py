"""Lines of a file that Spark reads in splits: errors name the line in the file, as if it were read by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from .csv_rows import BatchContradicts, CsvError

Row = TypeVar("Row")

_PLACE = re.compile(r"(\S+), line (\d+) of split (\d+): ")


def numbered_lines(
    split: int, lines: Iterator[str], file: str, header: str, read: Callable[[str], Row]
) -> Iterator[Row]:
    """Rows of the lines without the header, which only the first split has."""
    for number, line in enumerate(lines, 1):
        try:
            if split == 0 and number == 1:
                _require_header(line.removeprefix("\ufeff"), header)
            else:
                yield read(line)
        except (CsvError, BatchContradicts) as error:
            raise type(error)(f"{file}, line {number} of split {split}: {error}") from None


def with_line_of_file(message: str, lines_before: Callable[[str, int], int]) -> str:
    """The message with the line's place in its file; `lines_before` counts the lines of the splits before one."""

    def place(match: re.Match[str]) -> str:
        file, number, split = match[1], int(match[2]), int(match[3])
        return f"{file}, line {lines_before(file, split) + number}: "

    return _PLACE.sub(place, message)


def _require_header(line: str, header: str) -> None:
    if line != header:
        raise CsvError(f"the header was {line[:80]!r}: expected {header}")
