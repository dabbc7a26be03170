"""What the review reads from a layer of evaluated footprints, and writes to its edits."""

from zipfile import ZipFile

import pytest
from qgis.core import QgsGeometry, QgsPointXY, QgsVectorLayer
from review_samples import PATCHES, WORST, write_answers, write_labels
from samples import ORIGIN, square

from poplar_nn_plugin.gui.review.labels import label_polygons, likely_labels
from poplar_nn_plugin.gui.review.mistakes import OPEN, Review, Wanted, is_evaluated


@pytest.fixture
def layer(qgis_app, tmp_path):
    return QgsVectorLayer(str(write_answers(tmp_path)), "answers", "ogr")


@pytest.fixture
def review(layer):
    return Review(layer)


def patches(review, **wanted):
    """Return the numbers of the patches that are listed."""
    return [
        review.layer.getFeature(mistake.fid)["patch"] for mistake in review.worst(Wanted(**wanted))
    ]


def fid(review, patch):
    return next(f.id() for f in review.layer.getFeatures() if f["patch"] == patch)


def test_only_evaluated_footprints_can_be_reviewed(layer, tmp_path):
    assert is_evaluated(layer)
    assert not is_evaluated(QgsVectorLayer(str(tmp_path / "footprints.gpkg"), "f", "ogr"))
    assert not is_evaluated(QgsVectorLayer(str(tmp_path / "none.gpkg"), "n", "ogr"))
    assert not is_evaluated(None)


def test_the_surest_mistakes_come_first(review):
    assert patches(review) == list(WORST)
    assert patches(review, count=2) == list(WORST[:2])
    first = review.worst(Wanted())[0]
    assert (first.true, first.predicted, first.group) == ("meadow", "poplar", "m")
    assert (first.probability, first.true_probability) == (0.97, 0.01)


def test_mistakes_are_chosen_by_class_and_once_a_polygon(review):
    assert patches(review, true="poplar") == [0, 1]
    assert patches(review, predicted="poplar") == [2, 5]
    assert patches(review, true="wood's", predicted="poplar") == [5]
    assert patches(review, one_a_polygon=True) == [2, 0, 5, 4]
    assert review.confusions() == {
        ("poplar", "meadow"): 2,
        ("meadow", "poplar"): 1,
        ("meadow", "wood's"): 1,
        ("wood's", "poplar"): 1,
    }


def test_a_verdict_is_an_edit_that_can_be_undone_and_is_in_the_file_once_saved(review, tmp_path):
    one = fid(review, 2)

    review.judge(one, "label")
    review.annotate(one, "a hedge")

    assert review.said(one) == ("label", "a hedge")
    assert review.unsaved()
    assert on_disk(tmp_path, 2) == (None, None)
    review.layer.undoStack().undo()
    assert review.said(one) == ("label", "")
    review.save()
    assert review.layer.isEditable()
    assert not review.unsaved()
    assert on_disk(tmp_path, 2) == ("label", None)
    review.judge(one, "")
    assert review.said(one) == ("", "")


def test_mistakes_are_chosen_by_verdict(review):
    review.judge(fid(review, 0), "model")
    review.judge(fid(review, 5), "unsure")

    assert patches(review, verdict=OPEN) == [2, 1, 4]
    assert patches(review, verdict="model") == [0]
    assert patches(review, verdict="label") == []
    assert review.count_reviewed(review.worst(Wanted())) == {"model": 1, "unsure": 1}


def test_a_layer_of_before_gets_the_fields_with_the_first_verdict(layer, review, tmp_path):
    assert layer.startEditing()
    for name in ("review", "note", "true_probability"):
        assert layer.deleteAttribute(layer.fields().lookupField(name))
    assert layer.commitChanges()

    assert patches(review, verdict=OPEN) == list(WORST)
    assert patches(review, verdict="label") == []
    assert review.worst(Wanted())[0].true_probability is None
    assert review.said(fid(review, 2)) == ("", "")
    assert not review.count_reviewed(review.worst(Wanted()))
    review.judge(fid(review, 2), "label")

    assert review.said(fid(review, 2)) == ("label", "")
    review.save()
    assert patches(review, verdict="label") == [2]


def test_a_click_finds_the_surest_mistake_and_then_what_lies_under_it(review):
    both = QgsPointXY(ORIGIN[0] + 6, ORIGIN[1] - 4)  # in patches 0 and 1

    first = review.at(both)
    second = review.at(both, after=first.fid)

    assert [first.fid, second.fid] == [fid(review, 0), fid(review, 1)]
    assert review.at(both, after=second.fid) == first
    assert review.at(QgsPointXY(ORIGIN[0] + 83, ORIGIN[1] - 4)) is None  # right
    assert review.at(QgsPointXY(ORIGIN[0] + 20, ORIGIN[1] - 4)) is None  # nothing


def test_a_layer_that_cannot_be_edited_says_what_to_do(qgis_app, layer, tmp_path):
    with ZipFile(tmp_path / "answers.zip", "w") as archive:
        archive.write(tmp_path / "answers.gpkg", "answers.gpkg")
    fixed = QgsVectorLayer(f"/vsizip/{tmp_path}/answers.zip/answers.gpkg", "a", "ogr")

    assert Review(layer).hindrance() == ""
    assert "read-only" in Review(fixed).hindrance()
    assert patches(Review(fixed)) == list(WORST)
    layer.setReadOnly(True)
    assert "read-only" in Review(layer).hindrance()


def test_the_polygon_of_a_patch_is_found_by_its_group(qgis_app, tmp_path):
    labels = QgsVectorLayer(str(write_labels(tmp_path)), "labels", "ogr")

    def found(group, col, row, side=8):
        patch = QgsGeometry.fromWkt(square(col, row, side))
        return label_polygons(labels, group, patch)

    assert found("p", 0, 0) == [1]  # the other of the group lies elsewhere
    assert found("p", 100, 100) == [1, 2]  # neither lies there: both
    assert found("m", 34, 0, 20) == [3]
    assert found("polygon 3", 40, 2) == [3]  # no such group: what lies there
    assert found("z", 100, 100) == []
    assert likely_labels([labels]) is labels


def test_without_a_field_of_that_name_the_group_is_sought_under_the_patch(qgis_app, tmp_path):
    labels = QgsVectorLayer(str(write_labels(tmp_path)), "labels", "ogr")
    assert labels.startEditing()
    assert labels.renameAttribute(labels.fields().lookupField("group"), "stand")
    assert labels.commitChanges()
    assert likely_labels([labels]) is None

    patch = QgsGeometry.fromWkt(square(8, 0, 35))  # over p and m

    assert label_polygons(labels, "m", patch) == [3]
    assert label_polygons(labels, "z", patch) == [1, 3]


def on_disk(folder, patch):
    """Return verdict and note of a patch, as another program reads them."""
    layer = QgsVectorLayer(str(folder / "answers.gpkg"), "again", "ogr")
    feature = next(f for f in layer.getFeatures() if f["patch"] == patch)
    return tuple(feature[name] or None for name in ("review", "note"))


def test_the_sample_has_what_its_tests_rely_on():
    assert [number for number, (true, said, *_) in enumerate(PATCHES) if true != said] == sorted(
        WORST
    )
