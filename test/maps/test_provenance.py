import json

import numpy as np
from osgeo import ogr
from samples import LAMBERT, spatial_reference, square, write_polygons, write_raster

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.labels.mask import polygons_on_grid
from poplar_nn_plugin.maps.provenance import labels_behind, share_trained
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.record import fingerprint


def record(path, algorithm, inputs, **parameters):
    facts = {"algorithm": f"poplarnn:{algorithm}", "parameters": parameters, "inputs": inputs}
    path.write_text(json.dumps(facts), encoding="utf-8")


def chain(folder, labels, **more):
    """Write the records of a map that was predicted by a model of patches of labels."""
    (folder / "patches").mkdir()
    model = [{"path": str(folder / "modèle.keras")}]
    record(folder / "map.tif.record.json", "predict", model)
    record(folder / "modèle.keras.record.json", "trainmodel", [{"path": str(folder / "patches")}])
    told = {"LABELS": f"{labels}|layername=labels", **more}
    given = [{"path": told["LABELS"], "sha256": fingerprint(labels)["sha256"]}]
    record(folder / "patches" / "record.json", "extractpatches", given, **told)
    return labels_behind(folder / "map.tif")


def drawn(folder, *squares, **fields):
    features = []
    for number, wkt in enumerate(squares):
        more = {name: values[number] for name, values in fields.items()}
        features.append((wkt, {"class": "a", **more}))
    return write_polygons(folder / "labels.gpkg", features)


def reference(folder, wkt):
    grid = RasterSource(str(write_raster(folder / "map.tif", np.ones((30, 30), "uint8")))).grid
    wkb = bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb())
    crs = spatial_reference(LAMBERT).ExportToWkt()
    return polygons_on_grid([wkb], crs, grid, Silent(), [1], "int32")


def test_records_lead_from_the_map_back_to_its_labels(tmp_path):
    labels = drawn(tmp_path, square(0, 0, 10))
    (found,) = chain(tmp_path, labels)

    share = share_trained([found], reference(tmp_path, square(0, 0, 20, 10)), "", Silent())

    assert found.path.startswith(str(labels))
    assert share == 0.5


def test_polygons_kept_for_the_test_were_not_learned(tmp_path):
    labels = drawn(tmp_path, square(0, 0, 10), square(10, 0, 10), split=["train", "test"])
    found = chain(tmp_path, labels, SPLIT_FIELD="split")

    assert share_trained(found, reference(tmp_path, square(0, 0, 20, 10)), "", Silent()) == 0.5


def test_the_same_file_in_another_place_is_known_by_its_fingerprint(tmp_path):
    labels = drawn(tmp_path, square(0, 0, 10))
    found = chain(tmp_path, labels)
    moved = labels.rename(tmp_path / "truth.gpkg")

    there = reference(tmp_path, square(0, 0, 10))
    assert share_trained(found, there, str(moved), Silent()) == 1.0
    assert share_trained(found, there, "", Silent()) == 0.0


def test_somebody_elses_file_of_that_name_is_no_record(tmp_path):
    (tmp_path / "map.tif.record.json").write_text('["no record"]', encoding="utf-8")

    assert labels_behind(tmp_path / "map.tif") == []


def test_records_in_a_circle_end(tmp_path):
    record(tmp_path / "map.tif.record.json", "predict", [{"path": str(tmp_path / "map.tif")}])

    assert labels_behind(tmp_path / "map.tif") == []
