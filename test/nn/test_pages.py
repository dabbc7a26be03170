"""The pages that say what a model or a map is worth."""

import base64
import re
import shutil
from dataclasses import replace

import numpy as np
import pytest
from patch_samples import CLASSES
from watch import Watch

from poplar_nn_plugin.model.training import Baseline
from poplar_nn_plugin.nn.evaluate import evaluate_model
from poplar_nn_plugin.reports.map_report import report_map
from poplar_nn_plugin.reports.model_card import write_card
from poplar_nn_plugin.reports.report import write_model_report

SHEET = b"\x89PNG a contact sheet"


@pytest.fixture(scope="module")
def with_sheet(textures, tmp_path_factory):
    """Return the folder of the patches with a contact sheet beside them."""
    folder = tmp_path_factory.mktemp("sheet") / "textures"
    shutil.copytree(textures.folder, folder)
    (folder / "examples.png").write_bytes(SHEET)
    return folder


@pytest.fixture(scope="module")
def pages(first, unjudged, with_sheet, tmp_path_factory):
    """Return the pages of a model, of what it is worth, of a map and of a card, by their names."""
    folder = tmp_path_factory.mktemp("pages")
    evaluate_model(
        model=str(first.path),
        dataset=str(with_sheet),
        report=str(folder / "evaluated.html"),
        progress=Watch(),
    )
    report_map(
        confusion=np.array([[90_000, 1200, 0], [3, 70, 1], [0, 0, 0]]),
        classes=CLASSES.to_json(),
        title="Map of <the> valley",
        measured_on="91,274 pixels & 12 polygons",
        report=str(folder / "map.html"),
        progress=Watch(),
    )
    write_card(
        model=str(first.path),
        report=str(folder / "card.html"),
        command="qgis_process run poplarnn:trainmodel -- 'PATCHES=a & b'",
        progress=Watch(),
    )
    write_card(
        model=str(unjudged.path), report=str(folder / "unjudged card.html"), progress=Watch()
    )
    simple = Baseline("random_forest", 0.625, {"flat": 0.5, "chess": 0.75})
    bettered = replace(first.card, training=replace(first.card.training, baseline=simple))
    write_model_report(folder / "baseline.html", bettered, with_sheet)
    return {
        "first": first.page,
        "unjudged": unjudged.page,
        **{path.stem: path.read_text(encoding="utf-8") for path in folder.iterdir()},
    }


@pytest.mark.parametrize("name", ["first", "evaluated", "map", "card", "unjudged"])
def test_a_report_is_one_file_that_needs_no_other(pages, name):
    text = pages[name]

    assert text.rstrip().endswith("</html>")
    assert "http" not in text
    assert "<script" not in text
    assert "data:image/svg+xml;base64," in text


def test_a_report_shows_names_as_they_are_and_never_as_markup(pages):
    text = pages["map"]

    assert "Map of &lt;the&gt; valley" in text
    assert "91,274 pixels &amp; 12 polygons" in text
    assert "91,200" in text
    assert "left out of macro F1: stripes" in text


def test_the_page_of_a_card_says_what_the_model_is_and_how_to_make_it_again(pages):
    text = pages["card"]

    assert "squares of 8 x 8 pixels" in text
    assert "flat, chess, stripes" in text
    assert "&#39;PATCHES=a &amp; b&#39;" in text
    assert "patches of 9 polygons kept out of training" in text
    assert "What it does not know" in text


def test_the_page_of_a_card_gives_the_scores_of_the_card(first, tmp_path):
    found = write_card(model=str(first.path), report=str(tmp_path / "c.html"), progress=Watch())

    assert found["macro_f1"] == first.result["macro_f1"]


def test_the_page_of_a_model_that_nothing_judged_claims_nothing(pages):
    text = pages["unjudged card"]

    assert "Nothing judged it" in text
    assert "It was never measured" in text
    assert "overall accuracy" not in text


@pytest.mark.parametrize(
    ("name", "shown"), [("evaluated", True), ("baseline", True), ("first", False)]
)
def test_a_report_shows_the_contact_sheet_of_its_dataset(pages, name, shown):
    sheet = base64.b64encode(SHEET).decode()

    assert (f"data:image/png;base64,{sheet}" in pages[name]) == shown


def test_a_report_sets_the_score_of_a_simpler_model_beside_that_of_the_network(pages):
    text = pages["baseline"]

    assert "macro F1 of random_forest" in text
    assert "<b>0.62</b>" in text
    assert "A diamond is random_forest" in text


def test_a_report_begins_with_its_verdict(pages):
    text = pages["first"]

    assert text.index("Of 100 flat patches it finds") < text.index("Measured on:")


def test_a_report_carries_what_made_it_of_what_and_when(pages):
    text = pages["first"]
    (title,) = re.findall("<title>(.*)</title>", text)

    assert re.fullmatch(
        r"Trained model: first\.keras . Train model, \d{4}-\d\d-\d\d \d\d:\d\d", title
    )
    assert "<h1>Trained model: first.keras</h1>" in text
    assert re.search(r"Train model, \d{4}-\d\d-\d\d \d\d:\d\d</p>", text)


def test_a_report_names_the_classes_of_the_labels_that_the_map_lacks(tmp_path):
    page = tmp_path / "map.html"

    result = report_map(
        confusion=np.array([[90, 0, 0], [0, 70, 0], [0, 0, 80]]),
        classes=CLASSES.to_json(),
        title="Map",
        measured_on="240 pixels",
        missing=("water", "sediment"),
        report=str(page),
        progress=Watch(),
    )

    text = page.read_text(encoding="utf-8")
    assert result["macro_f1"] == pytest.approx(0.6)
    assert 'class="summary red"' in text
    assert "In your labels, not on this map: water, sediment." in text
    assert "macro F1: 3 of 5 classes judged; water, sediment count 0" in text
    assert '<tr class="missing"><td>sediment</td>' in text


def test_a_report_never_gives_the_mean_without_what_was_not_judged(pages):
    assert "macro F1: 2 of 3 classes judged" in pages["map"]
    assert "mean over the classes" not in pages["map"]
