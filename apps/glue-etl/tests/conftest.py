from __future__ import annotations

import hashlib
import json

import pytest


@pytest.fixture
def document() -> str:
    """A feature schema of 20 lags, as the feature-schema library writes it."""
    columns = ["bid", "offer", "mid_open", "high", "low", *(f"lag_1s_{k}" for k in range(1, 21))]
    rest: dict[str, object] = {
        "version": "1",
        "columns": columns,
        "resolutions": [{"lags": 20, "stepSeconds": 1}],
        "lagOrder": "newest-first",
        "maxGapSeconds": 60,
        "relativeTo": "mid",
        "label": "profit",
    }
    text = json.dumps(rest, separators=(",", ":"))
    return json.dumps({**rest, "hash": hashlib.sha256(text.encode()).hexdigest()})
