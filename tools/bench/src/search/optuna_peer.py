"""Searches as Optuna's TPE does: the task as one JSON line on stdin, then an objective a line for each line asked."""

from __future__ import annotations

import json
import sys
from typing import Any

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
task = json.loads(sys.stdin.readline())


def suggest(trial: optuna.Trial, one: dict[str, Any]) -> str:
    name, log = one["name"], one.get("scaling") == "Logarithmic"
    if one["kind"] == "categorical":
        return str(trial.suggest_categorical(name, one["values"]))
    if one["kind"] == "integer":
        return str(trial.suggest_int(name, one["min"], one["max"], log=log))
    return repr(trial.suggest_float(name, one["min"], one["max"], log=log))


def objective(trial: optuna.Trial) -> float:
    configuration = {one["name"]: suggest(trial, one) for one in task["ranges"]}
    print(json.dumps({"ask": configuration}), flush=True)
    reached = json.loads(sys.stdin.readline())
    if reached is None:
        raise optuna.TrialPruned
    return float(reached)


def best(seed: int) -> float | None:
    study = optuna.create_study(
        direction=task["direction"].lower(), sampler=optuna.samplers.TPESampler(seed=seed)
    )
    study.optimize(objective, n_trials=task["trials"])
    reached = [trial.value for trial in study.trials if trial.state == optuna.trial.TrialState.COMPLETE]
    if not reached:
        return None
    return max(reached) if task["direction"] == "Maximize" else min(reached)


print(json.dumps({"bests": [best(seed) for seed in task["seeds"]]}), flush=True)
