import numpy as np
import pytest
from patch_samples import CLASSES

from poplar_nn_plugin.dataset.fields import FieldError
from poplar_nn_plugin.scoring.basis import basis
from poplar_nn_plugin.scoring.confusion import (
    confusion_matrix,
    macro_f1,
    overall_scores,
    score_confusion,
)


def test_rows_are_the_reference_and_columns_the_prediction():
    reference, predicted = np.array([0, 0, 0, 1]), np.array([0, 1, 1, 1])

    assert confusion_matrix(reference, predicted, 3).tolist() == [[1, 2, 0], [0, 1, 0], [0, 0, 0]]


def test_scores_by_hand():
    scores = score_confusion(np.array([[8, 2, 0], [1, 4, 0], [1, 0, 4]]), CLASSES, "20 patches")

    assert scores.accuracy == 16 / 20
    flat, chess, stripes = scores.classes
    assert (flat.precision, flat.recall, flat.f1) == (0.8, 0.8, pytest.approx(0.8))
    assert (chess.precision, chess.recall) == (4 / 6, 4 / 5)
    assert chess.f1 == pytest.approx(2 * (4 / 6) * (4 / 5) / (4 / 6 + 4 / 5))
    assert (stripes.support, stripes.predicted) == (5, 4)
    assert scores.macro_f1 == pytest.approx(np.mean([row.f1 for row in scores.classes]))
    assert scores.measured_on == "20 patches"


def test_a_class_without_reference_is_not_scored_and_does_not_lower_the_mean():
    scores = score_confusion(np.array([[4, 0, 1], [0, 5, 0], [0, 0, 0]]), CLASSES, "")

    absent = scores.classes[2]
    assert (absent.recall, absent.f1, absent.precision) == (None, None, 0.0)
    assert scores.macro_f1 == pytest.approx((8 / 9 + 1) / 2)


def test_a_class_that_is_never_predicted_has_f1_0_and_no_precision():
    confusion = np.array([[4, 0, 0], [5, 0, 0], [0, 0, 1]])

    missed = score_confusion(confusion, CLASSES, "").classes[1]

    assert (missed.precision, missed.recall, missed.f1) == (None, 0.0, 0.0)
    assert macro_f1(confusion) == pytest.approx((8 / 13 + 0 + 1) / 3)


def test_the_basis_names_patches_polygons_and_whether_they_were_kept_apart():
    assert basis("valid", np.array([4, 4, 6])) == "3 patches of 2 polygons kept out of training"
    assert basis("test", np.array([1])).startswith("1 patch of 1 polygon kept out of training")
    assert "flattered" in basis("train", np.array([1, 2]))


def test_the_basis_says_what_patches_of_a_thinned_dataset_stand_for():
    group = np.array([4, 4, 6])

    assert "(weighed by the 12 that they were drawn from, class by class) kept out" in basis(
        "valid", group, np.array([4.2, 4.3, 3.1])
    )
    assert basis("valid", group, np.ones(3)) == basis("valid", group)


def test_scores_of_weighed_counts_are_exact_and_the_counts_are_rounded():
    scores = score_confusion(np.array([[4.4, 1.4, 0], [0, 2.6, 0], [0, 0, 1.0]]), CLASSES, "")

    assert scores.classes[0].recall == pytest.approx(4.4 / 5.8)
    assert scores.confusion == ((4, 1, 0), (0, 3, 0), (0, 0, 1))
    assert scores.classes[1].predicted == 4


def test_kappa_and_balanced_accuracy_by_hand():
    # 140 of 200 agree, (120 x 100 + 60 x 60 + 20 x 40) of 200 x 200 would by chance.
    confusion = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])

    found = overall_scores(confusion)

    assert found["kappa"] == pytest.approx((0.70 - 0.41) / (1 - 0.41))
    assert found["balanced_accuracy"] == pytest.approx((88 / 120 + 40 / 60 + 12 / 20) / 3)


def test_kappa_is_not_defined_where_all_is_one_class():
    scores = score_confusion(np.array([[4, 0, 0], [0, 0, 0], [0, 0, 0]]), CLASSES, "")

    assert (scores.kappa, scores.balanced_accuracy, scores.accuracy) == (None, 1.0, 1.0)


def test_many_matrices_are_scored_at_once():
    one, other = np.array([[8, 2], [1, 4]]), np.array([[1, 5], [0, 0]])

    both = overall_scores(np.stack([one, other]))

    assert both["macro_f1"].tolist() == [macro_f1(one), macro_f1(other)]


def test_classes_of_the_labels_that_are_missing_count_0_in_the_means():
    confusion = np.array([[8, 2, 0], [1, 4, 0], [1, 0, 4]])
    whole = score_confusion(confusion, CLASSES, "")

    some = score_confusion(confusion, CLASSES, "", missing=("water", "sediment"))

    assert some.macro_f1 == pytest.approx(whole.macro_f1 * 3 / 5)
    assert some.balanced_accuracy == pytest.approx(whole.balanced_accuracy * 3 / 5)
    assert (some.accuracy, some.kappa) == (whole.accuracy, whole.kappa)
    assert some.absent == ("water", "sediment")


def test_a_missing_class_that_the_reference_has_counts_once():
    confusion = np.array([[8, 0, 2], [0, 4, 0], [5, 0, 0]])[:, [0, 1, 2]]
    confusion[0, 2], confusion[0, 0] = 0, 10

    found = score_confusion(confusion, CLASSES, "", missing=("stripes",))

    assert found.macro_f1 == score_confusion(confusion, CLASSES, "").macro_f1
    assert found.absent == ()


def test_what_was_predicted_is_not_missing():
    with pytest.raises(FieldError, match="a class that was predicted"):
        score_confusion(np.array([[4, 0, 0], [0, 0, 0], [0, 0, 1]]), CLASSES, "", ("stripes",))
