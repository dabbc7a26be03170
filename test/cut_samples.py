"""Images with polygons, and the patches that are cut from them."""

import numpy as np
from osgeo import ogr
from samples import spatial_reference, write_raster

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.labels.labels import Feature, prepare_labels
from poplar_nn_plugin.labels.mask import polygons_on_grid
from poplar_nn_plugin.labels.vector import read_polygons
from poplar_nn_plugin.patches.extract import FOOTPRINTS, extract
from poplar_nn_plugin.patches.splitting.splits import SplitRule
from poplar_nn_plugin.progress import Silent

CRS = spatial_reference(2154).ExportToWkt()


def wkb(wkt):
    return bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb())


class Setting:
    """An image with polygons of two classes, and what is cut from it."""

    def __init__(self, folder, polygons, *, shape=(120, 120, 2), dtype="uint16", nodata=None):
        values = np.arange(np.prod(shape)).reshape(shape) % 60000 + 1
        self.array = values.astype(dtype)
        self.folder, self.polygons, self.nodata = folder, polygons, nodata

    def cut(self, size, stride, *, cover=1.0, mask=None, progress=None, **rule):
        path = write_raster(self.folder / "image.tif", self.array, nodata=self.nodata)
        self.image = RasterSource(str(path))
        labels = self.labels_on(self.image)
        if mask:
            mask = polygons_on_grid([wkb(mask)], CRS, self.image.grid, Silent())
        spec = PatchSpec(size, stride, self.image.bands, cover)
        given = {"more", "resources", "selection"} & rule.keys()
        extra = {name: rule.pop(name) for name in given}
        self.found = extract(
            self.image,
            labels,
            spec,
            self.folder / "patches",
            mask=mask,
            rule=SplitRule(**{"validation_share": 0, "buffer": 0, **rule}),
            progress=progress,
            **extra,
        )
        return PatchDataset.open(self.folder / "patches")

    def labels_on(self, image):
        features = [Feature(wkb(wkt), value, **more) for wkt, value, more in self.polygons]
        return prepare_labels(features, CRS, image.grid, class_field="class")

    def statuses(self):
        rows = read_polygons(self.folder / "patches" / FOOTPRINTS)
        return [values["status"] for _, values in rows]
