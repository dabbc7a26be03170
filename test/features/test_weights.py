"""Weights that come with the plugin are whole, and what is none is refused with one sentence."""

import numpy as np
import pytest

from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.features import weights
from poplar_nn_plugin.features.stages import BLOCKS, CHANNELS, STRIDES
from poplar_nn_plugin.features.weights import WEIGHTS, read_weights, shapes


@pytest.fixture
def kept():
    return read_weights()


def test_they_are_those_of_the_stages(kept):
    assert sum(array.size for array in kept.values()) == 716_928
    assert {name: array.shape for name, array in kept.items()} == shapes()
    assert {array.dtype for array in kept.values()} == {np.dtype(np.float32)}


def test_the_strides_of_stages_are_those_of_their_blocks():
    stride = 2
    for block in BLOCKS:
        stride *= block.stride
        assert STRIDES[block.stage] == stride
    assert CHANNELS == {1: 16, 2: 24, 3: 40, 4: 80, 5: 112}


def test_their_archive_needs_no_pickle_and_is_small():
    with np.load(WEIGHTS, allow_pickle=False) as archive:
        assert {archive[name].dtype.str for name in archive.files} == {"<f2", "<f4"}
    assert WEIGHTS.stat().st_size < 1.5e6


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda kept: kept.pop("stem.beta"), "'stem.beta' is missing"),
        (lambda kept: kept.update(other=np.zeros(3)), "'other' does not belong there"),
        (
            lambda kept: kept.update({"stem.beta": np.zeros((3, 2), np.float32)}),
            "'stem.beta' is 3 x 2 float32, expected 32 float16 or float32",
        ),
        (
            lambda kept: kept.update({"stem.beta": np.zeros(32, np.int32)}),
            "'stem.beta' is 32 int32",
        ),
        (lambda kept: kept["stem.kernel"].fill(np.nan), "'stem.kernel' holds numbers that are no"),
        (lambda kept: kept["stem.variance"].fill(-1), "'stem.variance' holds numbers that are no"),
    ],
    ids=["missing", "surplus", "shape", "type", "nan", "variance"],
)
def test_other_arrays_are_refused(kept, tmp_path, change, why):
    change(kept)
    np.savez(tmp_path / "other.npz", **kept)

    with pytest.raises(ModelFileError, match=why) as refused:
        read_weights(tmp_path / "other.npz")

    assert str(tmp_path / "other.npz") in str(refused.value)
    assert str(refused.value).endswith("give its efficientnet_lite0.npz or none.")


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    (tmp_path / "text.npz").write_text("no weights")

    with pytest.raises(ModelFileError, match="cannot be read"):
        read_weights(tmp_path / "text.npz")


def test_half_an_archive_is_refused(tmp_path):
    whole = WEIGHTS.read_bytes()
    (tmp_path / "half.npz").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(ModelFileError, match="cannot be read"):
        read_weights(tmp_path / "half.npz")


def test_an_archive_with_a_byte_changed_is_refused(tmp_path):
    whole = bytearray(WEIGHTS.read_bytes())
    whole[len(whole) // 2] ^= 255
    (tmp_path / "changed.npz").write_bytes(whole)

    with pytest.raises(ModelFileError, match="cannot be read"):
        read_weights(tmp_path / "changed.npz")


def test_a_pickle_is_not_opened(kept, tmp_path):
    np.savez(tmp_path / "pickle.npz", **{**kept, "stem.beta": np.array([print], object)})

    with pytest.raises(ModelFileError, match="cannot be read"):
        read_weights(tmp_path / "pickle.npz")


def test_where_those_of_the_plugin_are_damaged_it_must_be_installed_again(tmp_path, monkeypatch):
    monkeypatch.setattr(weights, "WEIGHTS", tmp_path / "efficientnet_lite0.npz")
    (tmp_path / "efficientnet_lite0.npz").write_bytes(b"PK")

    with pytest.raises(ModelFileError, match="install the plugin again"):
        read_weights(weights.WEIGHTS)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ModelFileError, match="there is no such file"):
        read_weights(tmp_path / "none.npz")
