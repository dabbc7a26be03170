from dataclasses import replace

import numpy as np
from patch_samples import CLASSES, image_metadata, scored, training

from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.scores import NOT_MEASURED
from poplar_nn_plugin.reports.caveats import caveats_of

CARD = ModelCard(
    architecture="compact",
    spec=PatchSpec(8, 4, (1,)),
    classes=CLASSES,
    scaling=Scaling((0.0,), (1.0,)),
    image=image_metadata(1),
    training=training(
        sources=[{"name": "a.tif"}],
        class_groups={"train": {"flat": 12, "chess": 3, "stripes": 9}},
        history={"loss": [1.0], "kept_epoch": 1},
    ),
    scores=scored(np.array([[90, 5, 5], [2, 95, 3], [1, 39, 60]]), groups=7),
    versions={},
)


def test_caveats_are_those_of_the_card():
    text = " ".join(caveats_of(CARD))

    assert "one of its 3 classes wherever it looks" in text
    assert "learned from one image" in text
    assert "chess (3)" in text
    assert "flat (12)" not in text
    assert "of 100 stripes patches it takes 39 for chess" in text
    assert "may be luck" not in text


def test_few_judges_and_a_chosen_epoch_are_told():
    scores = scored(np.eye(3, dtype=int) * 9, groups=2)
    patient = replace(CARD.training.settings, patience=3)
    chosen = replace(CARD, training=replace(CARD.training, settings=patient), scores=scores)

    text = " ".join(caveats_of(chosen))

    assert "may be luck: flat (2), chess (2), stripes (2)" in text
    assert "a little too good" in text
    assert "commonest mistake" not in text


def test_a_model_that_nothing_judged_says_so():
    assert "never measured" in caveats_of(replace(CARD, scores=NOT_MEASURED))[-1]
