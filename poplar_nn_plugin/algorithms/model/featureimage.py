"""Dense features of a trained network as an image."""

from __future__ import annotations

from dataclasses import asdict

from qgis.core import QgsProcessingParameterRasterDestination

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.parameters import alpha, bands, raster
from poplar_nn_plugin.engine.resources import EngineSettings
from poplar_nn_plugin.maps.feature_image import FeatureImageSettings, write_feature_image


class FeatureImageAlgorithm(PoplarAlgorithm):
    """Write what a trained network sees as bands."""

    ID = "featureimage"
    TITLE = "Feature image"
    GROUP = "model"
    SUMMARY = (
        "Writes what a network trained on photographs sees around each pixel as the bands of an "
        "image, to classify with other programs."
    )
    TAGS = "features, embedding, deep learning, principal components, texture, segmentation"
    HELP = (
        "<p>These are the dense features that the kind of model 'deep_features' learns from, or "
        "the first principal components of them: a few bands that hold most of what the hundreds "
        "do. The image has the grid of the given one, so that both can be stacked; the pixels of a "
        "cell (4 x 4, single ones where pixels are of 5 m and more) share their values. Nothing "
        "need be installed.</p>"
        "<p>Components are those of this image: of another one they mean something else. To "
        "classify several images alike, write all features (0).</p>"
    )

    def declare(self):
        """Declare the image, how many components, and the output."""
        return [
            raster(),
            *parameters_of(FeatureImageSettings),
            bands(),
            alpha(),
            *parameters_of(EngineSettings),
            QgsProcessingParameterRasterDestination("OUTPUT", tr("Features")),
        ]

    def compute(self, request, progress):
        """Look at the image, then write its features block by block."""
        image, chosen = request.image("RASTER", progress), request.bands()
        if chosen is not None:
            image = image.but(bands=chosen)
        output = request.destination("OUTPUT")
        write_feature_image(
            image,
            output,
            progress=progress,
            **asdict(settings_of(FeatureImageSettings, request)),
            **asdict(settings_of(EngineSettings, request)),
        )
        return {"OUTPUT": output}


ALGORITHM = FeatureImageAlgorithm
