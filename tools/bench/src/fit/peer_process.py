"""The same training as it is done with numpy or scikit-learn: `peer_process.py KIND FOLDER ROWS TIMES`."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np
from sklearn.linear_model import SGDClassifier

KIND, FOLDER, ROWS, TIMES = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
DIM, BATCH, EPOCHS = 605, 200, 15
features = np.fromfile(FOLDER / "features.f32", np.float32).reshape(ROWS, DIM)
labels = np.fromfile(FOLDER / "labels.f32", np.float32)


def adam_in_numpy() -> None:
    weight, mean, square = (np.zeros(DIM + 1, np.float32) for _ in range(3))
    step = 0
    for _ in range(EPOCHS):
        for first in range(0, ROWS - BATCH + 1, BATCH):
            rows = features[first : first + BATCH]
            margin = rows @ weight[:DIM] + weight[DIM]
            slope = 1 / (1 + np.exp(-margin)) - labels[first : first + BATCH]
            gradient = np.append(slope @ rows / BATCH + 1e-4 * weight[:DIM], slope.mean()).astype(np.float32)
            step += 1
            mean = 0.9 * mean + 0.1 * gradient
            square = 0.999 * square + 0.001 * gradient * gradient
            rate = 0.005 * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
            weight -= (rate * mean / (np.sqrt(square) + 1e-8)).astype(np.float32)


def sgd_of_sklearn() -> None:
    SGDClassifier(loss="log_loss", alpha=1e-4, max_iter=EPOCHS, tol=None, random_state=1).fit(features, labels)


work = {"numpy": adam_in_numpy, "sklearn": sgd_of_sklearn}[KIND]
for _ in range(TIMES):
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    elapsed = {"wallMs": 1000 * (time.perf_counter() - wall), "cpuMs": 1000 * (time.process_time() - cpu)}
print(json.dumps({**elapsed, "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
