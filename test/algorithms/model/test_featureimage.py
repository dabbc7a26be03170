"""*Feature image* in the toolbox."""

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import RasterSource


def test_components_of_chosen_bands_lie_on_the_grid_of_the_image(
    toolbox, ground_home, tmp_path, feedback, monkeypatch
):
    monkeypatch.setenv("POPLARNN_WORKER_PYTHON", "/nowhere/python3")
    log, image = feedback(), ground_home / "ground.tif"

    found = toolbox.run(
        "featureimage",
        log,
        RASTER=image,
        COMPONENTS=3,
        BANDS=[1, 2],
        OUTPUT=tmp_path / "features.tif",
    )

    RasterSource(found["OUTPUT"]).grid.require_same(RasterSource(image).grid)
    drawn = read_raster(found["OUTPUT"])
    assert drawn.shape[-1] == 3
    assert np.isfinite(drawn).mean() > 0.5
    assert any("3 components tell" in line for line in log.lines)


def test_more_components_than_an_image_has_are_refused(toolbox, tmp_path):
    image = write_raster(tmp_path / "image.tif", np.arange(144, dtype="uint8").reshape(12, 12))

    with pytest.raises(QgsProcessingException, match="COMPONENTS must lie between 1 and 8"):
        toolbox.run("featureimage", RASTER=image, COMPONENTS=20, OUTPUT=tmp_path / "out.tif")

    assert not (tmp_path / "out.tif").exists()
