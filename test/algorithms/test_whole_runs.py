"""What a run writes appears together or not at all, on a disk that fills up, too."""

import json

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import QgsProcessingException, QgsVectorLayer
from qgis.PyQt.QtGui import QImage
from samples import square, write_polygons, write_raster
from small_disk import files_up_to

from poplar_nn_plugin.algorithms.labels import checklabels
from poplar_nn_plugin.algorithms.styling.contact_sheet import draw_examples
from poplar_nn_plugin.algorithms.styling.qml import write_style
from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.labels.checks.check_report import write_report
from poplar_nn_plugin.patches.examples import Examples


@pytest.fixture
def image(tmp_path):
    (tmp_path / "in").mkdir()
    return write_raster(tmp_path / "in" / "image.tif", np.ones((90, 120, 1), "uint8"))


def contents(folder):
    """Return all that stands in a folder, hidden things too."""
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def sizes_up_to(path):
    """Return sizes from nothing up to that of a file."""
    whole = path.stat().st_size
    return [512, *(whole * k // 10 for k in range(1, 10))]


def legend_of(path):
    """Return the names in a layer's legend; the layer must not outlive QGIS in a traceback."""
    layer = QgsVectorLayer(str(path), "", "ogr")
    return [category.label() for category in layer.renderer().categories()]


def test_a_label_layer_is_whole_with_its_style_and_form_or_as_it_was(toolbox, image, tmp_path):
    output = tmp_path / "out" / "labels.gpkg"
    output.parent.mkdir()

    def create(name):
        toolbox.run("createlabellayer", RASTER=image, CLASSES=[1, name, ""], OUTPUT=output)

    create("poplar" * 2000)
    sizes = sizes_up_to(output)
    create("oak")
    before = contents(output.parent)
    for size in sizes:
        with files_up_to(size), pytest.raises(QgsProcessingException, match=r"labels\.gpkg"):
            create("poplar" * 2000)
        assert contents(output.parent) == before, size

    assert before[output.relative_to(output.parent)][18:20] == b"\1\1"  # one file, no journal
    assert legend_of(output) == ["oak"]


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "shp"])
def test_split_labels_are_whole_or_as_they_were(toolbox, tmp_path, ending):
    cells = [
        (square(20 * n, 0, 15), {"class": "ab"[n % 2], "note": "a long remark " * 9})
        for n in range(120)
    ]
    labels = write_polygons(tmp_path / "labels.gpkg", cells)
    output = tmp_path / "out" / f"split.{ending}"
    output.parent.mkdir()

    def split(seed):
        toolbox.run(
            "splitlabels", INPUT=labels, CLASS_FIELD="class", BUFFER=0, SEED=seed, OUTPUT=output
        )

    split(1)
    before = contents(output.parent)
    for size in sizes_up_to(output):
        with files_up_to(size), pytest.raises(QgsProcessingException, match=r"split\.\w+ cannot"):
            split(2)
        assert contents(output.parent) == before, size


def test_a_style_is_whole_or_as_it_was(toolbox, tmp_path):
    labels = write_polygons(tmp_path / "labels.gpkg", [(square(0, 0, 5), {"class": 1})])
    layer = QgsVectorLayer(str(labels), "", "ogr")
    style = tmp_path / "labels.qml"
    write_style(layer, style)
    before = style.read_bytes()

    with files_up_to(len(before) // 2), pytest.raises(OutputError, match=r"labels\.qml"):
        write_style(layer, style)

    assert style.read_bytes() == before
    assert before.rstrip().endswith(b"</qgis>")


def test_a_contact_sheet_is_whole_or_an_error(provider, tmp_path):
    noise = np.random.default_rng(0).integers(0, 255, (6, 80, 80, 3)).astype("uint8")
    counts = {"train": 4, "valid": 2, "test": 0}
    rows = [Examples("poplar", "#1f6f54", counts, noise[:4], noise[4:])]
    sheet = tmp_path / "examples.png"
    draw_examples(rows, sheet)
    whole = sheet.read_bytes()
    assert QImage(str(sheet)).height() > 80

    for missing in (1, 1000, len(whole) // 2):
        full = files_up_to(len(whole) - missing)
        with full, pytest.raises(OutputError, match=r"examples\.png cannot be written"):
            draw_examples(rows, sheet)
        assert sheet.read_bytes() == whole


@pytest.fixture
def check(toolbox, image, tmp_path):
    """Return a function that checks a number of labels, and the layer and the report it writes."""
    cells = [(square(20 * n, 0, 15), {"class": "ab"[n % 2]}) for n in range(6)]
    labels = [write_polygons(tmp_path / "in" / f"{n}.gpkg", cells[:n]) for n in range(7)]
    outputs = {"OUTPUT": tmp_path / "out" / "p.geojson", "REPORT": tmp_path / "out" / "r.html"}
    (tmp_path / "out").mkdir()

    def run(count, log=None):
        given = {"INPUT": labels[count], "CLASS_FIELD": "class", "RASTER": image, "PATCH_SIZE": 5}
        toolbox.run("checklabels", log, **given, **outputs)

    return run, outputs


def test_a_run_that_fails_at_its_last_output_leaves_the_first_ones_too(
    check, tmp_path, monkeypatch
):
    run, _ = check
    run(6)
    whole = contents(tmp_path / "out")
    for path in whole:
        (tmp_path / "out" / path).write_text("older")

    def write_report_on_a_full_disk(*given):
        with files_up_to(1000):
            write_report(*given)

    with monkeypatch.context() as patch:
        patch.setattr(checklabels, "write_report", write_report_on_a_full_disk)
        with pytest.raises(QgsProcessingException, match=r"r\.html"):
            run(6)
    assert set(contents(tmp_path / "out").values()) == {b"older"}

    run(6)
    assert contents(tmp_path / "out").keys() == whole.keys()
    assert b"older" not in contents(tmp_path / "out").values()


def test_a_cancelled_run_leaves_everything_as_it_was(check, tmp_path, feedback):
    run, _ = check
    run(6)
    before = contents(tmp_path / "out")
    log = feedback()
    log.cancel()

    run(4, log)

    assert contents(tmp_path / "out") == before


def test_results_records_and_log_name_no_private_place(toolbox, image, tmp_path, feedback):
    polygons = write_polygons(tmp_path / "in" / "p.gpkg", [(square(0, 0, 50), {"class": 1})])
    log = feedback()

    result = toolbox.run(
        "maskfrompolygons", log, RASTER=image, POLYGONS=polygons, OUTPUT=tmp_path / "m.tif"
    )

    record = json.loads((tmp_path / "m.tif.record.json").read_text(encoding="utf-8"))
    assert result["OUTPUT"] == str(tmp_path / "m.tif")
    assert record["parameters"]["OUTPUT"] == record["results"]["OUTPUT"] == result["OUTPUT"]
    assert ".poplarnn" not in "".join([*log.lines, json.dumps(record)])


@pytest.mark.parametrize("length", [254, 300])
def test_the_longest_names_are_written_and_longer_ones_refused(toolbox, image, tmp_path, length):
    output = tmp_path / ("n" * (length - 4) + ".tif")

    if length == 254:
        toolbox.run("meanfilter", RASTER=image, OUTPUT=output)
        assert output.is_file()
        (record,) = tmp_path.glob("*.record.json")
        assert json.loads(record.read_text(encoding="utf-8"))["results"]["OUTPUT"] == str(output)
    else:
        with pytest.raises(QgsProcessingException, match="its name has 300 bytes"):
            toolbox.run("meanfilter", RASTER=image, OUTPUT=output)


def test_a_label_layer_has_room_for_the_name_of_sqlites_own_file(toolbox, image, tmp_path):
    output = tmp_path / ("n" * 242 + ".gpkg")

    toolbox.run("createlabellayer", RASTER=image, CLASSES=[1, "oak", ""], OUTPUT=output)
    with pytest.raises(QgsProcessingException, match="has 248 bytes, and the disk keeps such"):
        toolbox.run("createlabellayer", RASTER=image, OUTPUT=output.with_name("n" * 243 + ".gpkg"))

    assert ogr.Open(str(output)).GetLayer(0).GetFeatureCount() == 0
