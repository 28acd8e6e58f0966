"""The dataset's report, as the same JSON text that the TypeScript engine writes."""

from __future__ import annotations

import json
import math
from decimal import Decimal

import numpy as np

from .blocks import Columns
from .effective_sample_size import effective_sample_size
from .split_rows import Part


def part_report(part: Part, orders: Columns, files: list[str]) -> dict[str, object]:
    opens, closes, labels = (orders[name][part.orders] for name in ("open_ms", "close_ms", "label"))
    return {
        "rows": len(opens),
        "positives": int(labels.sum()),
        "purged": part.purged,
        "distinctSeconds": _runs(opens // 1000),
        "labelRuns": _runs(labels),
        "effectiveSampleSize": effective_sample_size(opens, closes),
        "firstOpenMs": int(opens[0]) if len(opens) else None,
        "lastCloseMs": int(closes.max()) if len(closes) else None,
        "medianHoldingMs": _median(closes - opens),
        "files": files,
    }


def mean_in_order(values: np.ndarray) -> float | None:
    """Added one after the other, as every engine does."""
    if len(values) == 0:
        return None
    return float(np.cumsum(np.concatenate(([0.0], values)))[-1]) / len(values)


def report_text(report: dict[str, object]) -> str:
    return f"{_json(report, '')}\n"


def _runs(values: np.ndarray) -> int:
    return int((values[1:] != values[:-1]).sum()) + 1 if len(values) else 0


def _median(values: np.ndarray) -> float | None:
    if len(values) == 0:
        return None
    ascending = np.sort(values).astype(np.float64)
    middle = (len(values) - 1) / 2
    return float((ascending[math.floor(middle)] + ascending[math.ceil(middle)]) / 2)


def _json(value: object, indent: str) -> str:
    inner = f"{indent}  "
    if isinstance(value, dict):
        lines = [f"{inner}{json.dumps(name)}: {_json(item, inner)}" for name, item in value.items()]
        return _bracketed("{", lines, "}", indent)
    if isinstance(value, list):
        return _bracketed("[", [f"{inner}{_json(item, inner)}" for item in value], "]", indent)
    if isinstance(value, float):
        return number_text(value)
    return json.dumps(value, ensure_ascii=False)


def _bracketed(begin: str, lines: list[str], end: str, indent: str) -> str:
    if not lines:
        return begin + end
    return f"{begin}\n" + ",\n".join(lines) + f"\n{indent}{end}"


def number_text(value: float) -> str:
    """As JavaScript writes it: the shortest digits, plain from 1e-6 to below 1e21, with an exponent otherwise."""
    if value == 0:
        return "0"
    if 1e-6 <= abs(value) < 1e21:
        plain = format(Decimal(repr(value)), "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    digits, exponent = f"{Decimal(repr(value)):e}".split("e")
    return f"{digits.rstrip('0').rstrip('.') if '.' in digits else digits}e{int(exponent):+d}"
