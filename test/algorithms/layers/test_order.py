"""Labels lie over their image when QGIS loads both."""

from types import SimpleNamespace

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject

from poplar_nn_plugin.algorithms.layers.order import order_layers


class Context:
    """A context as QGIS 3.32 and newer have it."""

    def __init__(self, *paths):
        self.details = {path: SimpleNamespace(layerSortKey=0) for path in paths}

    def willLoadLayerOnCompletion(self, path):
        return path in self.details

    def layerToLoadOnCompletionDetails(self, path):
        return self.details[path]


def from_the_top(name: str, **results) -> list[str]:
    """Return what is loaded in the order of the layer tree: the greatest key lies on top."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"poplarnn:{name}")
    context = Context(*results.values())
    order_layers(algorithm.parameterDefinitions(), results, context)
    keys = {path: one.layerSortKey for path, one in context.details.items()}
    assert len(set(keys.values())) == len(keys)
    return sorted(keys, key=keys.get, reverse=True)


def test_labels_lie_over_their_image(provider):
    found = from_the_top("samplescene", IMAGE="image", LABELS="labels", TRUTH="truth")

    assert found == ["labels", "image", "truth"]


def test_a_map_lies_over_its_confidence(provider):
    assert from_the_top("mapclasses", CONFIDENCE="sure", OUTPUT="map") == ["map", "sure"]


def test_what_is_not_loaded_is_left_alone(provider):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("poplarnn:samplescene")
    context = Context("labels")
    order_layers(algorithm.parameterDefinitions(), {"IMAGE": "", "LABELS": "labels"}, context)

    assert context.details["labels"].layerSortKey > 0


def test_a_run_asks_for_the_order_where_this_qgis_takes_it(provider, tmp_path):
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    paths = {"IMAGE": str(tmp_path / "image.tif"), "LABELS": str(tmp_path / "labels.gpkg")}
    for path in paths.values():
        details = QgsProcessingContext.LayerDetails("layer", QgsProject.instance(), "")
        context.addLayerToLoadOnCompletion(path, details)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("poplarnn:samplescene")
    results, well = algorithm.run({"SIZE": 200, **paths}, context, QgsProcessingFeedback())

    assert well
    keys = [
        getattr(context.layerToLoadOnCompletionDetails(path), "layerSortKey", None)
        for path in (results["LABELS"], results["IMAGE"])
    ]
    assert keys == ([None, None] if None in keys else sorted(keys, reverse=True))
    assert keys[0] != 0
