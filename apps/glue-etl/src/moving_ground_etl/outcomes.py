"""What became of the orders behind the test part's rows, as the same CSV text that the TypeScript engine writes."""

from __future__ import annotations

from .dataset import Dataset
from .report import number_text

_HEADER = "id,timestamp,close_timestamp,loss_or_profit,actual_profit"


def outcomes_text(dataset: Dataset) -> str:
    test = next(part.orders for part in dataset.parts if part.name == "test")
    columns = (dataset.orders[name][test] for name in ("open_ms", "slot", "close_ms", "label", "actual_profit"))
    lines = [
        f"{open_ms // 1000}-{slot.decode()},{open_ms},{close_ms},{'profit' if label else 'loss'},{number_text(profit)}"
        for open_ms, slot, close_ms, label, profit in zip(*(column.tolist() for column in columns), strict=True)
    ]
    return "".join(f"{line}\n" for line in (_HEADER, *lines))
