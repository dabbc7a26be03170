from dataclasses import fields

from patch_samples import training

from poplar_nn_plugin.dataset.fields import read, write
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.model.training import Training
from poplar_nn_plugin.model.training_settings import TrainingSettings


def test_a_card_keeps_every_setting_of_a_training():
    kept = {each.name for each in fields(TrainingSettings)}

    assert kept == {each.name for each in fields(Settings)} | {"weights"}


def test_a_card_of_before_some_settings_has_what_was_done_then():
    older = write(training())
    for name in ("detail", "label_smoothing", "schedule", "precision"):
        del older["settings"][name]

    settings = read(Training, older).settings

    assert (settings.detail, settings.label_smoothing, settings.schedule) == (0, 0, "cosine")


def test_the_epoch_was_chosen_where_there_was_patience_and_there_were_epochs():
    patient = {**write(training().settings), "patience": 3}
    history = {"loss": [0.5, 0.4], "kept_epoch": 1}

    assert training(settings=patient, history=history).epoch_was_chosen
    assert not training(settings=patient).epoch_was_chosen
    assert not training(history=history).epoch_was_chosen
