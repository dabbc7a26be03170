"""Patches that were drawn from more stand for all of them."""

import numpy as np
import pytest
from patch_samples import CLASSES, description, image_metadata, records

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.dataset.weights import labelled_counts, patch_weights, rescaled
from poplar_nn_plugin.dataset.writer import DatasetWriter
from poplar_nn_plugin.errors import DatasetError

CODE, GROUP = np.array([3, 3, 7, 7, 3, 9]), np.array([0, 0, 0, 1, 2, 2])


def test_what_is_not_named_stands_for_itself():
    assert patch_weights(CODE, GROUP, ()).tolist() == [1] * 6
    assert patch_weights(CODE, GROUP, [(3, 0, 50), (7, 1, 8.5)]).tolist() == [25, 25, 1, 8.5, 1, 1]


def test_only_what_was_thinned_is_told_and_comes_back():
    weight = np.array([10, 30, 1, 7, 1, 1.0])

    told = labelled_counts(CODE, GROUP, weight)

    assert told == ((3, 0, 40.0), (7, 1, 7.0))
    assert patch_weights(CODE, GROUP, told).tolist() == [20, 20, 1, 7, 1, 1]


def test_what_is_taken_stands_for_its_group_and_for_groups_of_which_nothing_is():
    group = np.repeat([4, 6, 9], [10, 2, 8])

    weight = rescaled(np.ones(20), group, np.array([0, 3, 10]))

    assert weight.tolist() == pytest.approx([5 * 20 / 12, 5 * 20 / 12, 2 * 20 / 12])


@pytest.mark.parametrize(
    ("labelled", "says"), [(((3, 0, 1.0),), "fewer candidates"), (((0, 0, 5.0),), "damaged")]
)
def test_counts_that_cannot_be_are_refused(tmp_path, labelled, says):
    spec, image = PatchSpec(2, 1, (1,)), image_metadata(1)
    told = description(6, spec, image, CLASSES)
    with DatasetWriter(tmp_path / "patches", told) as writer:
        writer.write(0, np.zeros((6, 2, 2, 1), "uint8"), records(CODE, GROUP, 0))
    meta = tmp_path / "patches" / "dataset.json"
    text = meta.read_text(encoding="utf-8").rstrip().removesuffix("}")
    rows = ", ".join(str(list(row)) for row in labelled)
    meta.write_text(f'{text}, "labelled": [{rows}]}}', encoding="utf-8")

    with pytest.raises(DatasetError, match=says):
        PatchDataset.open(tmp_path / "patches")
