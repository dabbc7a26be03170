"""What a run writes appears together or not at all, on a disk that fills up, too."""

import json

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import QgsProcessingException, QgsVectorLayer
from samples import square, write_polygons, write_raster
from small_disk import files_up_to

from poplar_nn_plugin.algorithms.styling import write_style
from poplar_nn_plugin.errors import OutputError


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
    layer = QgsVectorLayer(str(output), "", "ogr")
    assert [c.label() for c in layer.renderer().categories()] == ["oak"]


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


def test_a_run_that_fails_at_its_last_output_leaves_the_first_ones_too(toolbox, tmp_path):
    outputs = {
        "IMAGE": tmp_path / "image.tif",
        "LABELS": tmp_path / "labels.gpkg",
        "FOREST_MASK": tmp_path / "forest.tif",
    }
    toolbox.run("samplescene", SIZE=300, SEED=1, **outputs)
    before = contents(tmp_path)
    # The labels, which are written first, are the smaller file.
    assert outputs["LABELS"].stat().st_size < outputs["IMAGE"].stat().st_size

    size = (outputs["LABELS"].stat().st_size + outputs["IMAGE"].stat().st_size) // 2
    with files_up_to(size), pytest.raises(QgsProcessingException, match=r"image\.tif"):
        toolbox.run("samplescene", SIZE=300, SEED=2, **outputs)
    assert contents(tmp_path) == before

    toolbox.run("samplescene", SIZE=300, SEED=2, **outputs)
    after = contents(tmp_path)
    assert after.keys() == before.keys()
    assert all(after[path] != before[path] for path in after if path.suffix in (".tif", ".json"))


def test_a_cancelled_run_leaves_everything_as_it_was(toolbox, tmp_path, feedback):
    names = {"IMAGE": "i.tif", "LABELS": "l.gpkg", "FOREST_MASK": "f.tif", "TRUTH": "t.tif"}
    paths = {key: tmp_path / name for key, name in names.items()}
    toolbox.run("samplescene", SIZE=200, SEED=1, **paths)
    before = contents(tmp_path)
    log = feedback()
    log.cancel()

    toolbox.run("samplescene", log, SIZE=200, SEED=2, **paths)

    assert contents(tmp_path) == before


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
