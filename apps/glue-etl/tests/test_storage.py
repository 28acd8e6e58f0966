from __future__ import annotations

import os
from pathlib import Path

import pytest

from moving_ground_etl.storage import Storage


def roots(tmp_path: Path) -> list[str]:
    """A folder, and a bucket where the environment names a service that has one."""
    bucket = os.environ.get("GROUND_TEST_BUCKET")
    return [tmp_path.as_uri(), *([f"s3://{bucket}"] if bucket else [])]


def test_what_is_written_is_listed_and_removed(tmp_path: Path) -> None:
    for root in roots(tmp_path):
        storage = Storage(root)
        storage.write("datasets/a b/one.rec", b"1")
        storage.write("datasets/a b/sub/two.rec", memoryview(b"22"))
        storage.write("datasets/other.rec", b"3")
        assert sorted(storage.keys("datasets/a b/")) == ["datasets/a b/one.rec", "datasets/a b/sub/two.rec"]
        storage.remove("datasets/a b/one.rec")
        storage.remove("datasets/a b/one.rec")
        assert storage.keys("datasets/a b/") == ["datasets/a b/sub/two.rec"]


def test_a_file_is_there_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    storage = Storage(tmp_path.as_uri())
    with pytest.raises(TypeError):
        storage.write("part.rec", "no bytes")  # type: ignore[arg-type]
    assert storage.keys("") == []
