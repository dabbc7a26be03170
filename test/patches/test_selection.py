import pytest

from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.patches.selection import Background, Cut, Selection
from poplar_nn_plugin.patches.splitting.splits import SplitRule


@pytest.mark.parametrize(
    ("cut", "stride"),
    [(Cut(30), 10), (Cut(2), 1), (Cut(30, stride=7), 7)],
    ids=["a third", "at least a pixel", "as asked"],
)
def test_patches_lie_a_third_of_their_side_apart_unless_it_is_said(cut, stride):
    assert cut.spec((3, 1)) == PatchSpec(cut.patch_size, stride, (3, 1), 0.5)


def test_patches_around_labelled_pixels_are_one_each():
    spec = Cut(7, stride=3, by_centre=True).spec((3, 1))

    assert spec == PatchSpec(7, 1, (3, 1), by_centre=True)
    assert Cut(by_centre=True).spec((3, 1)) == spec


@pytest.mark.parametrize(
    ("kind", "wrong", "says"),
    [
        (Cut, {"min_cover": 0}, "min_cover must be 0.05 or more, got 0"),
        (SplitRule, {"validation_share": 1.0}, "validation_share must be 0.9 or less, got 1.0"),
        (SplitRule, {"buffer": -1}, "buffer must be 0 or more, got -1"),
        (Selection, {"nodata_share": -0.1}, "nodata_share must be 0 or more"),
        (Background, {"name": "rest", "code": 255}, "code must be 254 or less, got 255"),
    ],
    ids=str,
)
def test_what_is_out_of_range_is_refused(kind, wrong, says):
    with pytest.raises(ParameterError, match=says):
        kind(**wrong)
