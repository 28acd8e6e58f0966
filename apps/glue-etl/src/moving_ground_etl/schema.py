"""The feature schema's document: columns, lags and the hash that names them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

PRICE_COLUMNS = ("bid", "offer", "mid_open", "high", "low")


class UnknownSchema(Exception):
    """The document is damaged, or of a kind that this job does not know."""


@dataclass(frozen=True)
class Resolution:
    lags: int
    step_seconds: int


@dataclass(frozen=True)
class FeatureSchema:
    version: str
    columns: tuple[str, ...]
    resolutions: tuple[Resolution, ...]
    oldest_first: bool
    #: Whether a second counts for the mean of its mids, not for the last of them.
    is_mean: bool
    max_gap_seconds: int
    hash: str

    @property
    def feature_dim(self) -> int:
        return len(self.columns)

    @property
    def window_seconds(self) -> int:
        """How many seconds of prices a row needs before its order."""
        return max(grid.lags * grid.step_seconds for grid in self.resolutions)

    def seconds_back(self) -> list[int]:
        """Of each lag column, how many seconds before the order its price stands."""
        seconds: list[int] = []
        for grid in self.resolutions:
            back = [grid.step_seconds * (k + 1) for k in range(grid.lags)]
            seconds.extend(reversed(back) if self.oldest_first else back)
        return seconds


_KNOWN = {
    "version",
    "columns",
    "resolutions",
    "lagOrder",
    "maxGapSeconds",
    "relativeTo",
    "label",
    "hash",
}
#: Told only where it is not the last mid of a second.
_PRICE_OF_SECOND = "priceOfSecond"


def parse_schema(text: str) -> FeatureSchema:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise UnknownSchema(f"--schema is no JSON: {error}") from None
    _require_known(document)
    schema = FeatureSchema(
        version=document["version"],
        columns=tuple(document["columns"]),
        resolutions=tuple(Resolution(grid["lags"], grid["stepSeconds"]) for grid in document["resolutions"]),
        oldest_first=document["lagOrder"] == "oldest-first",
        is_mean=_PRICE_OF_SECOND in document,
        max_gap_seconds=document["maxGapSeconds"],
        hash=document["hash"],
    )
    if schema.feature_dim != len(PRICE_COLUMNS) + len(schema.seconds_back()):
        raise UnknownSchema(f"the schema has {schema.feature_dim} columns, its lags make another number")
    return schema


def _require_known(document: dict[str, object]) -> None:
    if not isinstance(document, dict) or set(document) - {_PRICE_OF_SECOND} != _KNOWN:
        found = sorted(document) if isinstance(document, dict) else document
        raise UnknownSchema(f"the schema has the fields {found}: this job knows {sorted(_KNOWN)}")
    kind = (document["version"], document["relativeTo"], document["label"])
    if kind != ("1", "mid", "profit"):
        raise UnknownSchema(f"version, relativeTo and label were {kind}: this job knows ('1', 'mid', 'profit')")
    if document.get(_PRICE_OF_SECOND, "mean") != "mean":
        raise UnknownSchema(f"{_PRICE_OF_SECOND} was {document[_PRICE_OF_SECOND]!r}: this job knows 'mean', or none")
    rest = {name: value for name, value in document.items() if name != "hash"}
    hashed = hashlib.sha256(json.dumps(rest, separators=(",", ":")).encode()).hexdigest()
    if hashed != document["hash"]:
        raise UnknownSchema(f"the schema's hash was {document['hash']!r}, its content makes {hashed}")
