from __future__ import annotations

import json

import pytest

from moving_ground_etl.arguments import InvalidArgument, parse_arguments
from moving_ground_etl.schema import UnknownSchema


def words(document: str, **change: str | None) -> list[str]:
    given: dict[str, str | None] = {
        "--JOB_NAME": "extract",
        "--bucket": "ground",
        "--batch_id": "20260105t120000-0f3a9c21",
        "--window_batches": "20260104t120000-0f3a9c21,20260105t120000-0f3a9c21",
        "--schema": document,
        "--split": "0.7,0.15,0.15",
        "--seed": "3",
        "--rows_per_file": "50000",
    }
    given.update({f"--{name}": value for name, value in change.items()})
    return [word for name, value in given.items() if value is not None for word in (name, value)]


def test_are_taken_as_glue_passes_them(document: str) -> None:
    # Glue adds words of its own, some without a value.
    arguments = parse_arguments(["--enable-metrics", "--job-language=python", *words(document)])
    assert arguments.root == "s3://ground"
    assert arguments.window_batches[-1] == arguments.batch_id
    assert (arguments.train, arguments.validation, arguments.seed, arguments.rows_per_file) == (0.7, 0.15, 3, 50_000)
    assert arguments.schema.feature_dim == 25


def test_a_root_takes_the_place_of_the_bucket(document: str) -> None:
    assert parse_arguments(words(document, root="file:///data")).root == "file:///data"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"seed": "x"}, "--seed was 'x': give a whole number of at least 0"),
        ({"seed": "٣"}, "--seed was '٣': give a whole number"),
        ({"rows_per_file": "0"}, "--rows_per_file was '0': give a whole number of at least 1"),
        ({"split": "0.7,0.2"}, "--split was '0.7,0.2': give three shares that make 1"),
        ({"split": "0.7,0.2,0.2"}, "--split was"),
        ({"batch_id": None}, "--batch_id was None: give a value"),
    ],
)
def test_that_cannot_be_are_refused_with_their_value(
    document: str, change: dict[str, str | None], message: str
) -> None:
    with pytest.raises(InvalidArgument) as refused:
        parse_arguments(words(document, **change))
    assert message in str(refused.value)


def test_a_schema_whose_hash_is_not_its_own_is_refused(document: str) -> None:
    changed = {**json.loads(document), "maxGapSeconds": 61}
    with pytest.raises(UnknownSchema, match="hash was"):
        parse_arguments(words(json.dumps(changed)))


def test_a_schema_with_a_field_that_nobody_knows_is_refused(document: str) -> None:
    with pytest.raises(UnknownSchema, match="'colour'"):
        parse_arguments(words(json.dumps({**json.loads(document), "colour": 1})))
