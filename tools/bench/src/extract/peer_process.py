"""The same work as the extraction's, as it is done with pandas or with numpy: `peer_process.py KIND FOLDER OUT TIMES`."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from moving_ground_etl.record_io import encode_rows
from moving_ground_etl.split_rows import positions, split_rows

KIND, FOLDER, OUT, TIMES = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
STAGED = next((FOLDER / "staging").iterdir())
LAGS, GAP, SEED = 600, 60, 1
PRICES = ["BID", "OFFER", "MID_OPEN", "HIGH", "LOW"]


def pandas_rows(orders: pd.DataFrame, ticks: pd.DataFrame) -> pd.DataFrame:
    """Six hundred shifts of the last mid of each second, looked up at the second of each order."""
    second = pd.to_datetime(ticks["timestamp"], unit="ms")
    mids = pd.Series(ticks["mid"].to_numpy(), index=second).resample("1s").last().ffill(limit=GAP)
    lags = pd.concat([mids.shift(k) for k in range(1, LAGS + 1)], axis=1)
    at = pd.to_datetime(orders["timestamp"] // 1000, unit="s")
    joined = pd.merge_asof(orders, ticks, on="timestamp", direction="backward")
    rows = np.hstack([joined[PRICES].to_numpy(), lags.reindex(at).to_numpy()]) - joined[["mid"]].to_numpy()
    return pd.DataFrame(rows.astype(np.float32))


def numpy_rows(orders: pd.DataFrame, ticks: pd.DataFrame) -> np.ndarray:
    """A gather from the last mid of each second; the generated market has a tick in every one."""
    times, mids = ticks["timestamp"].to_numpy(), ticks["mid"].to_numpy()
    seconds = times // 1000
    last = np.append(seconds[1:] != seconds[:-1], True)
    by_second, first = mids[last], seconds[0]
    opened = orders["timestamp"].to_numpy()
    own = np.searchsorted(times, opened)
    mid = mids[own, None]
    rows = np.full((len(opened), len(PRICES) + LAGS), np.nan, np.float32)
    rows[:, : len(PRICES)] = ticks[PRICES].to_numpy()[own] - mid
    place = opened // 1000 - first
    has = place >= LAGS
    windows = np.lib.stride_tricks.sliding_window_view(by_second, LAGS)[place[has] - LAGS, ::-1]
    rows[has, len(PRICES) :] = windows - mid[has]
    return rows


def work() -> list[Path]:
    orders = pd.read_csv(STAGED / "transactions.csv").sort_values(["timestamp", "id"], kind="stable", ignore_index=True)
    ticks = pd.read_csv(STAGED / "prices.csv")
    ticks["mid"] = (ticks["BID"] + ticks["OFFER"]) / 2
    made = pandas_rows(orders, ticks).to_numpy() if KIND == "pandas" else numpy_rows(orders, ticks)
    kept = ~np.isnan(made).any(axis=1)
    rows, orders = made[kept], orders[kept]
    labels = (orders["loss_or_profit"] == "profit").to_numpy(np.float32)
    written = []
    opens, closes = orders["timestamp"].to_numpy(), orders["close_timestamp"].to_numpy()
    for part in split_rows(opens, closes, 0.7, 0.15):
        order = np.empty(len(part.orders), np.int64)
        order[positions(part, SEED)] = part.orders
        for index, begin in enumerate(range(0, len(order), 50_000)):
            which = order[begin : begin + 50_000]
            written.append(write(f"{part.name}-{index:03}.rec", encode_rows(rows[which], labels[which])))
    return written


def write(name: str, frames: np.ndarray) -> Path:
    path = place / name
    with path.open("wb") as file:
        file.write(frames.data)
        file.flush()
        os.fsync(file.fileno())
    return path


for turn in range(TIMES):
    # Into new files, as a dataset is: cutting old ones off takes as long as writing them.
    place = OUT / str(turn)
    shutil.rmtree(OUT, ignore_errors=True)
    place.mkdir(parents=True)
    wall, cpu = time.perf_counter(), time.process_time()
    files = work()
    elapsed = {"wallMs": 1000 * (time.perf_counter() - wall), "cpuMs": 1000 * (time.process_time() - cpu)}
digest = hashlib.sha256()
for file in sorted(files, key=str):
    digest.update(file.read_bytes())
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({**elapsed, "peakMb": peak, "digest": digest.hexdigest()}))
