"""Measure made-up predictions, and have scikit-learn measure the same; no TensorFlow."""

import json
import sys
from pathlib import Path

import numpy as np
from patch_samples import CLASSES
from sklearn import metrics

from poplar_nn_plugin.nn.measure import measure
from poplar_nn_plugin.nn.network.calibration import calibrated, cross_calibrated, fit_temperature
from poplar_nn_plugin.scoring.scores import score_confusion

rng = np.random.default_rng(3)
truth = rng.choice(3, 300, p=[0.6, 0.3, 0.1])
group = np.arange(300) // 6
answers = rng.dirichlet([0.4] * 3, 300)
answers[np.arange(300), truth] += 0.4
answers = (answers / answers.sum(axis=1, keepdims=True)).astype(np.float32)
said = answers.argmax(axis=1)

scores = measure(truth, answers, group, CLASSES, "all", hectares=0.01)
area = metrics.average_precision_score(truth == 2, answers[:, 2])
ours = cross_calibrated(answers, truth, group)
some = truth < 2
found = {
    "scores": scores,
    "kappa": metrics.cohen_kappa_score(truth, said),
    "balanced_accuracy": metrics.balanced_accuracy_score(truth, said),
    "macro_f1": metrics.f1_score(truth, said, average="macro"),
    "average_precision": area,
    "asked": measure(truth, answers, group, CLASSES, "", interest=3)["interest"]["name"],
    "absent": measure(truth[some], answers[some], group[some], CLASSES, "", interest=9),
    "same_class_in_all_folds": bool((ours.argmax(axis=1) == said).all()),
    "first_group_had_no_say": bool(
        np.abs(ours[0] - calibrated(answers[:1], fit_temperature(answers, truth))[0]).max() > 1e-6
    ),
    "close_to_the_fit_on_all": float(
        np.abs(ours - calibrated(answers, fit_temperature(answers, truth))).max()
    ),
    "map_keys": sorted(score_confusion(np.array(scores["confusion"]), CLASSES, "")),
}
Path(sys.argv[1], "found.json").write_text(json.dumps(found, allow_nan=False), encoding="utf-8")
