"""Stored numbers stand for the same values, or images do not go together."""

from types import SimpleNamespace

import pytest
from patch_samples import image_metadata

from poplar_nn_plugin.dataset.bandscale import scale_difference, scale_text
from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.errors import ModelMismatchError
from poplar_nn_plugin.scoring.match import require_match


@pytest.mark.parametrize(
    ("expected", "got", "says"),
    [
        (None, [[0.1, 0]], ""),  # made before they were kept: numbers as stored
        ([[0.1, 0]], None, ""),
        ([[0.0001, -0.1]], [[0.0001 * (1 + 1e-9), -0.1 + 1e-12]], ""),
        ([[1, 0]] * 2, [[1, 0], [0.1, 0]], "scale 0.1 and offset 0 in band 2, expected 1 and 0"),
        ([[0.1, 5]], [[0.1, 5.01]], "scale 0.1 and offset 5.01 in band 1, expected 0.1 and 5"),
    ],
)  # fmt: skip
def test_a_difference_is_told_by_band(expected, got, says):
    assert scale_difference(expected, got) == says


def test_scales_are_told_once_and_only_where_numbers_are_no_values():
    assert scale_text(None) == scale_text([[1, 0], [1.0, 0.0]]) == ""
    assert scale_text([[0.5, 1], [0.5, 1]]) == "scale 0.5, offset 1"


def test_a_model_is_not_scored_with_patches_of_another_scale():
    spec, classes = PatchSpec(8, 8, (1,)), ClassMap((1,), ("a",), ("#000000",))
    common = {"folder": "patches", "spec": spec, "classes": classes}

    def having(scale):
        return SimpleNamespace(image=image_metadata(1, "uint16", scale=scale), **common)

    card = having([[0.1, 0]])
    for scale in (None, [[0.1, 0]]):
        require_match(card, SimpleNamespace(description=having(scale), **common))
    patches = SimpleNamespace(description=having([[0.2, 0]]), **common)
    with pytest.raises(ModelMismatchError, match=r"scale 0\.2 and offset 0 in band 1"):
        require_match(card, patches)
