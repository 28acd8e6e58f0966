"""Objects below a root: a folder (`file:///...`) or a bucket (`s3://...`)."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


class Storage:
    """Made where it is used: on the driver, and in each process that writes a file."""

    def __init__(self, root: str) -> None:
        self._parts = urlsplit(root)
        self._root = root.rstrip("/")

    def url(self, key: str) -> str:
        """As Spark reads it."""
        return f"{self._root}/{key}"

    def write(self, key: str, content: bytes | memoryview) -> None:
        """Visible as a whole or not at all."""
        if self._parts.scheme == "s3":
            self._s3().put_object(Bucket=self._parts.netloc, Key=key, Body=bytes(content))
            return
        target = self._path(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".")
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)

    def remove(self, key: str) -> None:
        if self._parts.scheme == "s3":
            self._s3().delete_object(Bucket=self._parts.netloc, Key=key)
        else:
            self._path(key).unlink(missing_ok=True)

    def keys(self, prefix: str) -> list[str]:
        if self._parts.scheme == "s3":
            pages = self._s3().get_paginator("list_objects_v2").paginate(Bucket=self._parts.netloc, Prefix=prefix)
            return [item["Key"] for page in pages for item in page.get("Contents", [])]
        root = self._path("")
        return [str(path.relative_to(root)) for path in self._path(prefix).rglob("*") if path.is_file()]

    def _path(self, key: str) -> Path:
        return Path(unquote(self._parts.path)) / key

    @staticmethod
    def _s3() -> Any:
        # Glue brings it; where files are read and written it is not needed.
        import boto3

        return boto3.client("s3")
