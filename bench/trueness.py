"""How true a map is: against polygons that were held out, or against a raster of the truth."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal

__all__ = ["Trueness", "against", "burnt", "compared", "names_of"]


@dataclass(frozen=True)
class Trueness:
    """What a map is worth.

    Parameters
    ----------
    f1 : dict of str to float
        Of each class of the reference; 0 where the map lacks it.
    accuracy : float
    """

    f1: dict[str, float]
    accuracy: float

    @property
    def macro_f1(self) -> float:
        """Mean over all classes of the reference."""
        return float(np.mean(list(self.f1.values())))


def against(mapped: Path, held_out: Path, image: Path) -> Trueness:
    """Compare a map with polygons, where the image has data in any band."""
    names = names_of(mapped)
    truth = np.where(_seen(image), burnt(mapped, held_out), "")
    drawn = gdal.Open(str(mapped)).ReadAsArray()
    return compared(np.vectorize(lambda code: names.get(code, ""), otypes=[object])(drawn), truth)


def compared(drawn: np.ndarray, truth: np.ndarray) -> Trueness:
    """Compare two arrays of names; an empty name of the truth judges nothing."""
    judged = truth != ""
    told, true = drawn[judged], truth[judged]
    f1 = {}
    for name in sorted(set(true)):
        both = np.sum((told == name) & (true == name))
        f1[name] = float(2 * both / (np.sum(told == name) + np.sum(true == name)))
    return Trueness(f1, float(np.mean(told == true)))


def names_of(path: Path) -> dict[int, str]:
    """Return the classes of a map by their codes, as its attribute table has them."""
    raster = gdal.Open(str(path))  # its table goes with it
    table = raster.GetRasterBand(1).GetDefaultRAT()
    rows = range(table.GetRowCount())
    return {table.GetValueAsInt(row, 0): table.GetValueAsString(row, 1) for row in rows} | {0: ""}


def burnt(like: Path, labels: Path) -> np.ndarray:
    """Return the class of each pixel of a raster, empty outside all polygons.

    Returns
    -------
    ndarray of object, shape (rows, cols)
    """
    raster = gdal.Open(str(like))
    found = np.full((raster.RasterYSize, raster.RasterXSize), "", object)
    warped = gdal.VectorTranslate(
        "", str(labels), format="Memory", dstSRS=raster.GetProjection(), reproject=True
    )
    layer = warped.GetLayer(0)
    for name in sorted({one["class"] for one in layer}):
        quoted = name.replace("'", "''")
        layer.SetAttributeFilter(f"class = '{quoted}'")
        mask = gdal.GetDriverByName("MEM").Create("", *found.shape[::-1], 1, gdal.GDT_Byte)
        mask.SetGeoTransform(raster.GetGeoTransform())
        mask.SetProjection(raster.GetProjection())
        gdal.RasterizeLayer(mask, [1], layer, burn_values=[1])
        found[mask.ReadAsArray() > 0] = name
    return found


def _seen(image: Path) -> np.ndarray:
    """Return where any band has data."""
    opened = gdal.Open(str(image))
    masks = [
        opened.GetRasterBand(band + 1).GetMaskBand().ReadAsArray()
        for band in range(opened.RasterCount)
    ]
    return np.any(masks, axis=0)
