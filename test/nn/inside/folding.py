"""Make folds of made-up patches, which scikit-learn draws; no TensorFlow."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from patch_samples import records, write_dataset
from watch import error_of

from poplar_nn_plugin.model.foldrule import FoldRule
from poplar_nn_plugin.nn.crossvalidation.folds import LEFT_OUT, fold_of_patches, split_of_fold

FOLDER = Path(sys.argv[1])

# 16 polygons of 9 patches in a field of 4 x 4, 8 pixels between them; the last has a class alone.
place = np.arange(16).repeat(9)
code = np.where(place == 15, 9, np.where(place % 2, 3, 7))
labels = records(code, place, 0)
step = np.tile(np.arange(9), 16)
labels["row"] = place // 4 * 24 + step // 3 * 4
labels["col"] = place % 4 * 24 + step % 3 * 4
dataset = write_dataset(FOLDER / "field", np.zeros((144, 8, 8, 1), np.uint8), labels)
two = labels.copy()
two["image"] = place % 8 >= 4
images = replace(dataset, labels=two)


def divided(data, **rule):
    """Return the fold of each patch, and the splits of each fold."""
    rule = FoldRule(**rule)
    fold = fold_of_patches(data, rule)
    splits = [
        split_of_fold(data, fold, number, rule, choose_epoch=False).tolist()
        for number in np.unique(fold[fold >= 0])
    ]
    return {"fold": fold.tolist(), "splits": splits}


by_images = FoldRule(by="images")
without_alone = replace(images, labels=two[code != 9])
chosen = FoldRule(count=3, buffer=0)
found = {
    "left_out": LEFT_OUT,
    "code": code.tolist(),
    "group": place.tolist(),
    "position": dataset.position.tolist(),
    "image": two["image"].tolist(),
    "groups": divided(dataset, count=3, buffer=0),
    "again": divided(dataset, count=3, buffer=0),
    "other_seed": divided(dataset, count=3, buffer=0, seed=5),
    "apart": divided(dataset, count=7, buffer=9),
    "patch_apart": divided(dataset, count=7),
    "blocks": divided(dataset, by="blocks", count=3, block=48, buffer=0),
    "patches": divided(dataset, by="patches", count=3, apart=False),
    "images": fold_of_patches(without_alone, by_images).tolist(),
    "images_of": without_alone.labels["image"].tolist(),
    "near": divided(dataset, count=7, apart=False),
    "apart_in_two": divided(images, count=7, buffer=9),
    "with_epoch": split_of_fold(
        dataset, fold_of_patches(dataset, chosen), 0, chosen, choose_epoch=True
    ).tolist(),
    "errors": {
        "many": error_of(fold_of_patches, dataset=dataset, rule=FoldRule(count=40)),
        "one_image": error_of(fold_of_patches, dataset=dataset, rule=by_images),
        "alone": error_of(fold_of_patches, dataset=images, rule=by_images),
        "wide": error_of(divided, data=dataset, count=3, buffer=500),
    },
}
(FOLDER / "found.json").write_text(json.dumps(found), encoding="utf-8")
