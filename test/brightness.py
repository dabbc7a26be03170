"""A model of brightness, and maps drawn with it through what stands for the worker."""

import zipfile
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
from patch_samples import training
from samples import read_raster, spatial_reference

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.images import ImageMetadata
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.maps.fitting import image_for
from poplar_nn_plugin.maps.predict import MapPaths, predict_map
from poplar_nn_plugin.model.card import ModelCard, add_card, read_card
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.scores import NOT_MEASURED
from poplar_nn_plugin.nn.predict_block import predict_block

CLASSES = ClassMap((3, 7, 9), ("low", "middle", "high"), ("#101010", "#808080", "#f0f0f0"))


class BrightnessWorker:
    """Stands for the worker and its network: a patch's class goes by the mean of its values."""

    def __init__(self, size):
        self.size, self.calls = size, 0

    def call(self, job, **arguments):
        assert job == "predict_block"
        self.calls += 1
        card = read_card(arguments["model"])
        model = SimpleNamespace(card=card, pixels=None, forward=self.said, device="a lamp")
        with patch("poplar_nn_plugin.nn.predict_block._open", lambda path: model):
            return predict_block(**arguments)

    @staticmethod
    def said(count, take, progress):
        high = np.clip(take(0, count)[..., 0].mean(axis=(1, 2), dtype=float) / 200, 0, 1)
        return np.stack([(1 - high) ** 2, 2 * high * (1 - high), high**2], 1).astype("float32")


def write_model(
    path,
    size,
    bands=(1,),
    *,
    dtype="uint8",
    pixel=1.0,
    band_count=None,
    units=None,
    epsg=None,
    by_centre=False,
    classes=CLASSES,
):
    card = ModelCard(
        "compact",
        PatchSpec(size, size, bands, by_centre=by_centre),
        classes,
        Scaling((0.0,) * len(bands), (1.0,) * len(bands)),
        ImageMetadata(
            dtype=dtype,
            bands=tuple(f"Band {b}" for b in bands),
            band_count=band_count or len(bands),
            pixel_size=(units or pixel,) * 2,
            pixel_metres=pixel,
            crs=spatial_reference(epsg).ExportToWkt() if epsg else "",
        ),
        training(classes.names),
        NOT_MEASURED,
        {},
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", "{}")
    add_card(path, card)
    return path


def draw(folder, image, size, stride, name="map", **more):
    model = write_model(folder / "model.keras", size, by_centre=more.pop("by_centre", False))
    paths = MapPaths(
        *(str(folder / f"{name}-{part}.tif") for part in ("classes", "confidence", "each"))
    )
    worker = more.pop("worker", None) or BrightnessWorker(size)
    predict_map(image_for(image, model), model, paths, worker, stride=stride, **more)
    return [read_raster(path) for path in (paths.classes, paths.confidence, paths.probabilities)]
