from types import SimpleNamespace

import pytest

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.images import ImageMetadata
from poplar_nn_plugin.dataset.pixelsize import metres_corrected, metres_unknown
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.errors import ModelMismatchError
from poplar_nn_plugin.scoring.match import require_match
from poplar_nn_plugin.scoring.measure import patch_hectares

WEB = 'PROJCS["WGS 84 / Pseudo-Mercator",PROJECTION["Mercator_1SP"],UNIT["metre",1]]'
UTM = 'PROJCS["WGS 84 / UTM zone 31N",PROJECTION["Transverse_Mercator"],UNIT["metre",1]]'


def image(metres, side=1.0, crs=WEB):
    return ImageMetadata(("Band 1",), "uint8", 1, (side, side), metres, crs)


def test_metres_of_a_web_map_from_an_earlier_version_are_known_by_being_its_own():
    assert metres_unknown(image(1.0))
    assert not metres_unknown(image(0.51))
    assert not metres_unknown(image(1.0, crs=UTM))
    assert not metres_unknown(image(1.0, crs=""))


def test_what_a_later_one_knows_of_the_same_crs_mends_an_earlier_one():
    assert metres_corrected(image(2.0, 2.0), image(0.25, 0.5)) == pytest.approx(1.0)
    assert metres_corrected(image(2.0, 2.0), image(0.5, 0.5)) == 2.0  # an earlier one, too
    assert metres_corrected(image(2.0, 2.0), image(0.5, 0.5, UTM)) == 2.0
    assert metres_corrected(image(0.6), image(0.5)) == 0.6


def test_a_model_of_an_earlier_version_is_scored_with_patches_of_its_own_map_units():
    spec, classes = PatchSpec(8, 8, (1,)), ClassMap((1,), ("a",), ("#000000",))
    card = SimpleNamespace(image=image(1.0), spec=spec, classes=classes)

    def patches(metres, side):
        told = SimpleNamespace(image=image(metres, side))
        return SimpleNamespace(folder="patches", spec=spec, classes=classes, description=told)

    require_match(card, patches(0.5, 1.0))
    with pytest.raises(ModelMismatchError, match=r"pixels of 0\.5, those of patches measure 1:"):
        require_match(card, patches(1.0 + 1e-6, 2.0))


def test_the_ground_of_patches_in_stretched_metres_is_not_known():
    spec = PatchSpec(10, 10, (1,))

    assert patch_hectares(spec, image(1.0)) is None
    assert patch_hectares(spec, image(1.0, crs=UTM)) == pytest.approx(0.01)
