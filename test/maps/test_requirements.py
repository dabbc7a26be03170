"""What only some models can do is refused for the others before any work."""

import brightness
import numpy as np
import pytest
from brightness import BrightnessWorker, write_model
from feature_samples import QUICK, feature_model
from samples import write_raster

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.maps.fitting import image_for
from poplar_nn_plugin.maps.predict import MapPaths, predict_map
from poplar_nn_plugin.maps.requirements import require_flips
from poplar_nn_plugin.model.card import read_card


@pytest.mark.parametrize("architecture", ["compact", "unet", "own"])
def test_networks_of_any_kind_may_look_at_flips(tmp_path, monkeypatch, architecture):
    monkeypatch.setattr(brightness, "ModelCard", _card_of(architecture))

    require_flips(read_card(write_model(tmp_path / "model.keras", 8)))


@pytest.mark.parametrize("architecture", ["random_forest", "pixel_forest"])
def test_forests_which_see_the_same_however_a_patch_lies_may_not(
    tmp_path, monkeypatch, architecture
):
    monkeypatch.setattr(brightness, "ModelCard", _card_of(architecture))
    model = write_model(tmp_path / "model.keras", 8)
    image = image_for(write_raster(tmp_path / "image.tif", np.full((20, 20), 9, "uint8")), model)
    worker = BrightnessWorker(8)

    with pytest.raises(ParameterError, match=f"a random forest \\({architecture}\\)"):
        predict_map(image, model, MapPaths(str(tmp_path / "map.tif")), worker, flips=True)

    assert not worker.calls
    assert not (tmp_path / "map.tif").exists()


def test_dense_features_may_not_either(tmp_path):
    feature_model(QUICK).save(tmp_path / "model.keras")

    with pytest.raises(ParameterError, match=r"one of dense features \(deep_features\)"):
        require_flips(read_card(tmp_path / "model.keras"))


def _card_of(architecture):
    from poplar_nn_plugin.model.card import ModelCard

    return lambda _, *fields, **more: ModelCard(architecture, *fields, **more)
