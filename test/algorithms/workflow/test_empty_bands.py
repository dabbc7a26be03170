"""An image with bands that hold no data gets its map, and what the model needs is said."""

import numpy as np
import pytest
from samples import read_raster, square, write_polygons, write_raster

from poplar_nn_plugin.model.card import read_card

pytestmark = pytest.mark.worker


def test_bands_without_data_cost_no_pixel_of_the_map(toolbox, tmp_path, feedback):
    pixels = np.random.default_rng(1).normal(100, 4, (120, 120, 5)).astype("float32")
    pixels[:, 60:] += 60
    pixels[..., [1, 3]] = np.nan
    image, log = write_raster(tmp_path / "image.tif", pixels), feedback()
    squares = [
        (square(col, row, 20), {"class": "meadow" if col < 60 else "sand"})
        for row in (0, 30, 60, 90)
        for col in (0, 30, 65, 95)
    ]

    found = toolbox.run(
        "mapclasses",
        RASTER=image,
        LABELS=write_polygons(tmp_path / "labels.gpkg", squares),
        CLASS_FIELD="class",
        PATCH_SIZE=10,
        ARCHITECTURE="random_forest",
        OUTPUT=tmp_path / "map.tif",
        MODEL=tmp_path / "model.keras",
        REPORT=tmp_path / "report.html",
        feedback=log,
    )

    assert "Warning: image.tif: bands 2, 4 hold no data: left out." in log.lines
    assert read_card(found["MODEL"]).spec.bands == (1, 3, 5)
    assert (read_raster(found["OUTPUT"]) > 0).all()

    pixels[..., 2] = np.nan
    log = feedback()
    toolbox.run(
        "predict",
        RASTER=write_raster(tmp_path / "other.tif", pixels),
        MODEL=found["MODEL"],
        OUTPUT=tmp_path / "other map.tif",
        feedback=log,
    )
    assert any("band 3 holds no data. The model needs all" in line for line in log.lines)
