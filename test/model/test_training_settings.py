"""A card holds all settings of a training; one of an earlier version opens without the later."""

from dataclasses import asdict

import pytest
from patch_samples import training

from poplar_nn_plugin.dataset.fields import FieldError, read, write
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.model.training_settings import LATER_SETTINGS, TrainingSettings
from poplar_nn_plugin.reports.card_rows import training_rows

USED = {**asdict(Settings(precision="mixed")), "weights": ""}
HISTORY = {"loss": [0.5], "validation_macro_f1": [], "kept_epoch": 1}


def test_every_declared_setting_is_kept_and_shown_by_its_title():
    settings = read(TrainingSettings, USED)

    assert settings == TrainingSettings(**USED)
    assert write(settings) == USED
    assert ("Precision", "mixed") in training_rows(
        training(settings=write(settings), history=HISTORY)
    )


def test_settings_that_a_card_does_not_hold_yet_stay_out_of_it():
    names = {each.name for each in LATER_SETTINGS}
    earlier = {key: value for key, value in USED.items() if key not in names}

    settings = read(TrainingSettings, earlier)

    assert settings.precision is None
    assert write(settings) == earlier
    assert "Precision" not in dict(
        training_rows(training(settings=write(settings), history=HISTORY))
    )


@pytest.mark.parametrize(
    ("name", "value"), [("precision", 16), ("epochs", "many"), ("learning_rate", 0)]
)
def test_a_setting_of_another_type_is_refused_by_its_name(name, value):
    with pytest.raises(FieldError, match=name):
        read(TrainingSettings, {**USED, name: value})
