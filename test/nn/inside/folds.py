"""Deal groups out to folds with scikit-learn; its folds go to found.json in the folder given."""

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from poplar_nn_plugin.dataset.split import fold_groups

FOLDS = 5

found = {}
for name, mixed in (("one class a group", False), ("classes mixed", True)):
    rng = np.random.default_rng(7)
    group = np.repeat(np.arange(60), rng.integers(2, 12, 60))
    code = rng.choice([1, 2, 3], 60, p=[0.2, 0.3, 0.5])[group]
    code = rng.choice([1, 2, 3], len(group)) if mixed else code
    ours = fold_groups(group, code, np.ones(len(group)), folds=FOLDS)[group]
    theirs = np.zeros(len(group), int)
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    for fold, (_, members) in enumerate(splitter.split(code, code, group), start=1):
        theirs[members] = fold
    found[name] = {
        who: max(
            abs((folds[code == c] == f).mean() - 1 / FOLDS)
            for c in (1, 2, 3)
            for f in range(1, FOLDS + 1)
        )
        for who, folds in (("ours", ours), ("theirs", theirs))
    }
(Path(sys.argv[1]) / "found.json").write_text(json.dumps(found))
