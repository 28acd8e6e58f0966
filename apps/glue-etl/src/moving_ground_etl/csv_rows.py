"""Lines of the two CSV files to numbers, every value checked."""

from __future__ import annotations

import csv
import json
import math
import re
from typing import NamedTuple

TRANSACTIONS_HEADER = (
    "timestamp,loss_or_profit,type,stop,limit,price,stop_price,limit_price,id,"
    "close_timestamp,exit,close_price,nominal_profit,actual_profit"
)
PRICES_HEADER = "timestamp,BID,OFFER,MID_OPEN,CHANGE,CHANGE_PCT,HIGH,LOW,UPDATE_TIME,MARKET_STATE,MARKET_DELAY,SEQUENCE"
MARKET_STATES = frozenset(
    ["TRADEABLE", "CLOSED", "EDIT", "AUCTION", "AUCTION_NO_EDIT", "SUSPENDED", "CLOSINGSONLY", "DEALNOEDIT", "OFFLINE"]
)
EXITS = frozenset(("take-profit", "stop-loss", "expired"))

_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_ORDER_ID = re.compile(r"(\d{1,12})-(\d{1,3})", re.ASCII)
_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d", re.ASCII)
_LATEST_MS = 253_402_300_799_999


class CsvError(Exception):
    """A line is not what its header says; the message names column and value, and its line once the file is known."""


class BatchContradicts(Exception):
    """Files of the window tell different things."""


class Order(NamedTuple):
    open_ms: int
    #: The slot as text: orders of one moment are in the order of these texts.
    slot: str
    batch: int
    open_price: float
    close_ms: int
    label: int
    actual_profit: float


class Tick(NamedTuple):
    time_ms: int
    sequence: int
    batch: int
    bid: float
    offer: float
    mid_open: float
    high: float
    low: float
    #: All of the line but the time and the sequence, so that two files can be compared.
    told: str


def order_of(line: str, batch: int) -> Order:
    fields = _fields(line, TRANSACTIONS_HEADER)
    read = _Reader(fields, TRANSACTIONS_HEADER)
    open_ms, close_ms = read.time(0), read.time(9)
    match = _ORDER_ID.fullmatch(fields[8])
    if not match:
        raise read.refuse(8, "an order id like 1767607200-0")
    if close_ms < open_ms:
        raise read.refuse(9, f"a time not before the order's {open_ms}")
    if match[1] != str(open_ms // 1000):
        raise BatchContradicts(f"order {fields[8]} was placed at {open_ms}, so its id begins with {open_ms // 1000}-")
    for column in (3, 4, 6, 7, 11, 12):
        read.number(column)
    read.one_of(2, frozenset(("buy",)))
    read.one_of(10, EXITS)
    outcome = read.one_of(1, frozenset(("profit", "loss")))
    return Order(open_ms, match[2], batch, read.number(5), close_ms, int(outcome == "profit"), read.number(13))


def tick_of(line: str, batch: int) -> Tick:
    fields = _fields(line, PRICES_HEADER)
    read = _Reader(fields, PRICES_HEADER)
    sequence = read.number(11)
    if not sequence.is_integer() or sequence < 0:
        raise read.refuse(11, "a whole number from 0")
    if not _TIME_OF_DAY.fullmatch(fields[8]):
        raise read.refuse(8, "a time of day as HH:MM:SS")
    read.one_of(9, MARKET_STATES)
    read.one_of(10, frozenset(("0", "1")))
    for column in (4, 5):
        read.number_or_nan(column)
    return Tick(
        read.time(0),
        int(sequence),
        batch,
        read.number(1),
        read.number(2),
        read.number_or_nan(3),
        read.number_or_nan(6),
        read.number_or_nan(7),
        ",".join(fields[1:11]),
    )


def _fields(line: str, header: str) -> list[str]:
    fields = next(csv.reader([line], strict=True)) if '"' in line else line.split(",")
    columns = header.count(",") + 1
    if len(fields) != columns:
        raise CsvError(f"{len(fields)} fields in {line[:80]!r}, the header has {columns} columns")
    return fields


class _Reader:
    def __init__(self, fields: list[str], header: str) -> None:
        self._fields = fields
        self._header = header

    def number(self, column: int) -> float:
        text = self._fields[column]
        value = float(text) if _DECIMAL.fullmatch(text) else math.nan
        if not math.isfinite(value):
            raise self.refuse(column, "a number")
        return value

    def number_or_nan(self, column: int) -> float:
        """Not a number where the field is empty."""
        return self.number(column) if self._fields[column] else math.nan

    def time(self, column: int) -> int:
        value = self.number(column)
        if not value.is_integer() or not 0 <= value <= _LATEST_MS:
            raise self.refuse(column, "epoch milliseconds")
        return int(value)

    def one_of(self, column: int, allowed: frozenset[str]) -> str:
        text = self._fields[column]
        if text not in allowed:
            raise self.refuse(column, f"one of {', '.join(sorted(allowed))}")
        return text

    def refuse(self, column: int, expected: str) -> CsvError:
        name = self._header.split(",")[column]
        return CsvError(f"{name} was {_quoted(self._fields[column])}: expected {expected}")


def _quoted(text: str) -> str:
    """At most 40 characters, as JSON, so that no control character reaches a log."""
    return json.dumps(f"{text[:40]}..." if len(text) > 40 else text, ensure_ascii=False)
