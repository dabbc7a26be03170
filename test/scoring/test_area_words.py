from dataclasses import replace

import numpy as np
import pytest

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.scoring.area_estimates import ReferenceRows, estimate_areas
from poplar_nn_plugin.scoring.area_words import area_doubts, area_headline, hectares

CLASSES = ClassMap((1, 2), ("poplar", "meadow"), ("#00ff00", "#ff0000"))


def estimates(counts, design="stratified"):
    rows = ReferenceRows.of_points(np.array(counts))
    return estimate_areas(rows, np.array([120.0, 380.0]), CLASSES, design)


def test_the_headline_says_what_the_map_shows_and_what_it_is():
    found = estimates([[40, 10], [2, 98]])

    said = area_headline(found, found.classes[0])

    low, high = found.classes[0].interval
    assert said == (
        f"The map shows 120 ha of poplar; corrected by the reference it is 104 ha, 95 % between "
        f"{low:.1f} and {high:.0f}."
    )


def test_polygons_at_hand_are_no_sample_and_that_is_said():
    found = replace(estimates([[40, 10], [2, 98]], "other"), clustered=True, trained=0.4)

    said = " ".join([area_headline(found, found.classes[0]), *area_doubts(found)])

    assert "that is no estimate" in said
    assert "do not hold as estimates" in said
    assert "40 % of the pixels of the reference lie in polygons that the map was made from" in said
    assert "Each of the 150 polygons counts as one observation" in said


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([[1, 0], [3, 60]], "Fewer than two points lie on what is mapped as poplar: it counts"),
        ([[30, 0], [3, 60]], "mapped as poplar (30: up to 10 in 100)"),
        ([[8, 2], [1, 9]], "20 points are few"),
    ],
    ids=["unsampled", "faultless", "few"],
)
def test_what_keeps_an_interval_from_holding_is_said(counts, words):
    assert words in " ".join(area_doubts(estimates(counts)))


def test_areas_are_written_with_the_digits_that_count():
    written = [*map(hectares, (0, 0.004, 0.523, 12.44, 21157.8))]
    assert written == ["0.00", "<0.01", "0.52", "12.4", "21,158"]
