"""Parcels get the hectares and shares of the classes of a map."""

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import QgsFeature, QgsProcessingException, QgsVectorLayer
from samples import ORIGIN, spatial_reference, square, write_polygons, write_raster

from poplar_nn_plugin.engine import Grid, LegendEntry, OutputSpec, RasterSink

TRANSFORM = (ORIGIN[0], 10.0, 0.0, ORIGIN[1], 0.0, -10.0)


@pytest.fixture
def drawn(tmp_path):
    """Return a map of 30 x 20 pixels of 10 m, forest on the left, poplar on the right."""
    codes = np.where(np.arange(30) < 15, 1, 4) * np.ones((20, 1), int)
    codes[:2] = 255
    grid = Grid(30, 20, TRANSFORM, spatial_reference(2154).ExportToWkt())
    legend = (LegendEntry(1, "forêt", "#00aa00"), LegendEntry(4, "poplar", "#aaff00"))
    with RasterSink(tmp_path / "carte.tif", grid, OutputSpec(1, "uint8", 0, (), legend)) as sink:
        sink.write(grid.window, codes[..., None].astype("uint8"))
    return tmp_path / "carte.tif"


def parcel(col, row, width, height):
    return square(10 * col, 10 * row, 10 * width, 10 * height)


def rows(path):
    dataset = ogr.Open(str(path))
    return [feature.items() for feature in dataset.GetLayer(0)]


def test_each_parcel_gets_hectares_shares_majority_and_confidence(
    toolbox, drawn, tmp_path, feedback
):
    sure = np.full((20, 30), 0.9, "float32")
    sure = write_raster(tmp_path / "sure.tif", sure, transform=TRANSFORM)
    zones = write_polygons(
        tmp_path / "parcelles.gpkg",
        [
            (parcel(13, 0, 10, 10), {"owner": "Zoé", "Confidence": 3}),
            (parcel(9, 5, 10, 4), {"owner": "Ali", "Confidence": 1}),
            (parcel(900, 0, 2, 2), {"owner": "off", "Confidence": 1}),
            (parcel(4.6, 5.6, 0.2, 0.2), {"owner": "speck", "Confidence": 1}),
        ],
    )
    log, output = feedback(), tmp_path / "zones.gpkg"

    found = toolbox.run("zonalclasses", log, MAP=drawn, ZONES=zones, CONFIDENCE=sure, OUTPUT=output)

    zoe, ali, off, speck = rows(output)
    assert (zoe["owner"], zoe["Confidence"], zoe["confidence_2"]) == ("Zoé", 3, pytest.approx(0.9))
    assert (zoe["majority"], zoe["majority_name"]) == (4, "poplar")
    assert zoe["mapped_ha"] == pytest.approx(1.0, rel=2e-3)
    assert zoe["unclassified_pct"] == pytest.approx(20)
    assert (zoe["forêt_pct"], zoe["poplar_pct"]) == (pytest.approx(16), pytest.approx(64))
    assert zoe["poplar_ha"] == pytest.approx(0.64, rel=2e-3)
    assert (ali["majority_name"], ali["forêt_pct"]) == ("forêt", pytest.approx(60))
    assert [off[key] for key in ("majority", "mapped_ha", "forêt_ha", "poplar_pct")] == [None] * 4
    assert speck["mapped_ha"] is None
    assert (found["ZONE_COUNT"], found["OFF_COUNT"]) == (2, 2)
    said = "\n".join(log.lines)
    assert "1 of 4 zones lie off the map" in said
    assert "1 of 4 zones hold the centre of no pixel" in said
    assert "Pixels whose centre lies in a zone count in it." in said
    assert "categorizedSymbol" in output.with_suffix(".qml").read_text("utf-8")


def test_pixels_that_are_touched_count_on_request(toolbox, drawn, tmp_path):
    zones = write_polygons(tmp_path / "zones.gpkg", [(parcel(4.6, 5.6, 0.2, 0.2), {"a": 1})])

    toolbox.run(
        "zonalclasses", MAP=drawn, ZONES=zones, ALL_TOUCHED=True, OUTPUT=tmp_path / "found.gpkg"
    )

    assert rows(tmp_path / "found.gpkg")[0]["forêt_pct"] == 100


def test_a_layer_without_zones_is_refused(toolbox, drawn, tmp_path):
    zones = write_polygons(tmp_path / "zones.gpkg", [])

    with pytest.raises(QgsProcessingException, match="ZONES: the layer is empty"):
        toolbox.run("zonalclasses", MAP=drawn, ZONES=zones, OUTPUT=tmp_path / "found.gpkg")


def test_zones_that_share_an_id_keep_the_rest_of_their_fields(toolbox, drawn, tmp_path):
    zones = write_polygons(
        tmp_path / "zones.gpkg",
        [(parcel(0, 5, 3, 3), {"a": 1}), (parcel(20, 5, 3, 3), {"a": 2})],
    )
    layer = QgsVectorLayer("Polygon?crs=EPSG:2154&field=fid:integer&field=a:integer", "z", "memory")
    given = QgsVectorLayer(str(zones), "given", "ogr")
    for feature in given.getFeatures():
        one = QgsFeature(layer.fields())
        one.setGeometry(feature.geometry())
        one.setAttributes([7, feature["a"]])
        layer.dataProvider().addFeature(one)

    toolbox.run("zonalclasses", MAP=drawn, ZONES=layer, OUTPUT=tmp_path / "found.gpkg")

    assert [(row["a"], row["majority"]) for row in rows(tmp_path / "found.gpkg")] == [
        (1, 1),
        (2, 4),
    ]
