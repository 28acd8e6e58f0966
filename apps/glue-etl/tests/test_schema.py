from __future__ import annotations

import hashlib
import json

import pytest

from moving_ground_etl.schema import UnknownSchema, parse_schema


def changed(document: str, **fields: object) -> str:
    """With these fields behind the order of the lags, and the hash that then follows."""
    rest: dict[str, object] = {}
    for name, value in json.loads(document).items():
        if name != "hash":
            rest[name] = fields.get(name, value)
        if name == "lagOrder":
            rest |= fields
    text = json.dumps(rest, separators=(",", ":"))
    return json.dumps({**rest, "hash": hashlib.sha256(text.encode()).hexdigest()})


def test_a_second_counts_for_its_last_mid_where_the_document_tells_nothing_else(document: str) -> None:
    assert not parse_schema(document).is_mean
    assert parse_schema(changed(document, priceOfSecond="mean")).is_mean


def test_lags_go_from_the_newest_or_from_the_oldest_on(document: str) -> None:
    newest = parse_schema(document).seconds_back()
    oldest = parse_schema(changed(document, lagOrder="oldest-first")).seconds_back()
    assert newest == list(range(1, 21))
    assert oldest == newest[::-1]


@pytest.mark.parametrize("price", ["last", "median", None])
def test_another_price_of_a_second_is_refused(document: str, price: object) -> None:
    with pytest.raises(UnknownSchema, match="priceOfSecond was"):
        parse_schema(changed(document, priceOfSecond=price))


def test_a_mean_under_the_hash_of_the_last_is_refused(document: str) -> None:
    with pytest.raises(UnknownSchema, match="hash was"):
        parse_schema(json.dumps({**json.loads(document), "priceOfSecond": "mean"}))
