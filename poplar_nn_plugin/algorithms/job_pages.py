"""The page of a job that ran in QGIS's own process, asked for as a job of its own."""

from __future__ import annotations

from typing import Any

_KEPT = ("model", "dataset", "report", "made_by")
_ARRAYS = ("index", "predicted", "probability", "true_probability")
_RULE = {"folds": "count", "by": "by", "buffer": "buffer", "block": "block", "seed": "seed"}


def page_of(job: str, arguments: dict, result: dict) -> tuple[str, dict[str, Any]]:
    """Return the job that makes the page of another job, and its arguments.

    Parameters
    ----------
    job : str
        ``train_model``, ``evaluate_model`` or ``crossvalidate``.
    arguments : dict
        What that was given.
    result : dict
        What it answered.
    """
    kept = {key: arguments[key] for key in _KEPT if key in arguments}
    if job == "train_model":
        return "report_training", {**kept, "model": arguments["output"]}
    if job == "evaluate_model":
        return "report_evaluation", {**kept, "scores": result["scores"]}
    rule = {field: arguments[key] for key, field in _RULE.items() if key in arguments}
    settings = {"architecture": arguments["architecture"], "seed": arguments.get("seed", 0)}
    plain = {key: value for key, value in result.items() if key not in _ARRAYS}
    return "report_folds", {**kept, "result": plain, "rule": rule, "settings": settings}
