from __future__ import annotations

import math

import pytest

from moving_ground_etl.csv_rows import BatchContradicts, CsvError, order_of, tick_of
from moving_ground_etl.numbered_lines import numbered_lines, with_line_of_file

ORDER = "1767607200400,profit,buy,10,10,6501,6491,6511,1767607200-2,1767607203400,take-profit,6511,10,9"
TICK = "1767607200400,6500.5,6501,,,,,,10:00:00,TRADEABLE,0,3"


def changed(line: str, column: int, text: str) -> str:
    fields = line.split(",")
    fields[column] = text
    return ",".join(fields)


def test_an_order_and_a_tick_are_read() -> None:
    order = order_of(ORDER, 1)
    assert (order.open_ms, order.slot, order.batch, order.label) == (1767607200400, "2", 1, 1)
    tick = tick_of(TICK, 0)
    assert (tick.time_ms, tick.sequence, tick.bid, tick.offer) == (1767607200400, 3, 6500.5, 6501.0)
    assert math.isnan(tick.high)


def test_quotes_and_exponents_are_read() -> None:
    assert order_of(changed(ORDER, 5, '"6.501e3"'), 0).open_price == 6501


@pytest.mark.parametrize(
    ("column", "text", "message"),
    [
        (5, "", 'price was "": expected a number'),
        (5, "1_0", 'price was "1_0": expected a number'),
        (5, "٣", 'price was "٣": expected a number'),
        (5, "1e999", "price was"),
        (5, "x" * 50, f'price was "{"x" * 40}...": expected a number'),
        (0, "1.5", 'timestamp was "1.5": expected epoch milliseconds'),
        (1, "win", 'loss_or_profit was "win": expected one of loss, profit'),
        (9, "1767607200399", "close_timestamp was"),
        (8, "1767607200", "id was"),
    ],
)
def test_a_bad_field_is_refused_with_its_column_and_value(column: int, text: str, message: str) -> None:
    with pytest.raises(CsvError) as refused:
        order_of(changed(ORDER, column, text), 0)
    assert message in str(refused.value)


def test_an_id_of_another_second_contradicts() -> None:
    with pytest.raises(BatchContradicts, match="its id begins with 1767607200-"):
        order_of(changed(ORDER, 8, "1767607201-2"), 0)


def test_a_missing_column_is_refused() -> None:
    with pytest.raises(CsvError, match="11 fields"):
        tick_of(TICK.rpartition(",")[0], 0)


def test_errors_name_the_line_of_the_file_though_splits_count_their_own() -> None:
    lines = iter(["good", "bad"])

    def read(line: str) -> str:
        if line == "bad":
            raise CsvError("BID was 'x'")
        return line

    with pytest.raises(CsvError) as refused:
        list(numbered_lines(2, lines, "staging/prices.csv", "header", read))
    assert str(refused.value) == "staging/prices.csv, line 2 of split 2: BID was 'x'"
    told = with_line_of_file(str(refused.value), lambda _, split: 100 * split)
    assert told == "staging/prices.csv, line 202: BID was 'x'"


def test_the_first_split_has_the_header_with_or_without_a_byte_order_mark() -> None:
    assert list(numbered_lines(0, iter(["\ufeffheader", "row"]), "f", "header", str)) == ["row"]
    with pytest.raises(CsvError, match=r"f, line 1 of split 0: the header was 'other'"):
        list(numbered_lines(0, iter(["other"]), "f", "header", str))
