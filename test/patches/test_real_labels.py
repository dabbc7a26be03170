"""Labels of others, with every default: nothing refused, no class lost, splits apart."""

import numpy as np
import pytest
from osgeo import ogr

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.labels.labels import Feature, prepare_labels
from poplar_nn_plugin.patches.extract import extract
from poplar_nn_plugin.patches.selection import Cut
from poplar_nn_plugin.patches.size.patch_size import choose_patch_size
from poplar_nn_plugin.patches.sources import Scene

LANDSAT = "landsat7/LE70220491999322EDC01_stack.gtif"
SETS = {
    "sentinel 1": ("real/rcr_sentinel2/image.tif", "real/rcr_sentinel2/given1.gpkg", "class", 3),
    "sentinel 2": ("real/rcr_sentinel2/image.tif", "real/rcr_sentinel2/given2.gpkg", "class", 4),
    "trees 1": ("real/detectree_50cm/image.tif", "real/detectree_50cm/given1.gpkg", "class", 30),
    "trees 2": ("real/detectree_50cm/image.tif", "real/detectree_50cm/given2.gpkg", "class", 30),
    "squares": ("real/leipzig_points/image.tif", "real/leipzig_points/given1.gpkg", "class", 4),
    "landsat": (LANDSAT, "landsat7/training_data.shp", "class", 2),
    "scanned": ("historical_map/map.tif", "historical_map/labels.gpkg", "class_name", 12),
    "specks": ("historical_map/map.tif", "historical_map/labels_museotoolbox.gpkg", "Class", 3),
}


@pytest.mark.data
@pytest.mark.parametrize(("image", "layer", "field", "size"), SETS.values(), ids=SETS.keys())
def test_no_labelled_class_is_lost(data_folder, tmp_path, image, layer, field, size):
    if not (data_folder / layer).exists():
        pytest.skip(f"no {layer}")
    source = RasterSource(str(data_folder / image))
    vector = ogr.Open(str(data_folder / layer))
    rows = vector.GetLayer(0)
    features = [Feature(bytes(f.GetGeometryRef().ExportToWkb()), f[field]) for f in rows]
    crs = rows.GetSpatialRef().ExportToWkt()
    labels = prepare_labels(features, crs, source.grid, class_field=field)

    chosen = choose_patch_size([Scene(source, labels)])
    found = extract(source, labels, Cut(chosen.size).spec(source.bands), tmp_path / "patches")

    assert chosen.size == size
    assert not chosen.lost
    assert found.classes.names == labels.classes.names
    dataset = PatchDataset.open(tmp_path / "patches")
    train, valid = (dataset.position[dataset.select(split)] for split in ("train", "valid"))
    gap = min(np.abs(train - place).max(axis=1).min() for place in valid) - size
    assert gap >= dataset.description.split_recipe["buffer"]
    assert sum(counts["valid"] > 0 for counts in found.table.values()) >= 2
