#!/usr/bin/env python3
"""One thing to time: ``extraction_work.py FOLDER WHAT ...``; `extraction.py` starts it."""

from __future__ import annotations

import math
import sys
import time
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

STEP, SIZE, STRIDE, FINE = 420, 30, 10, 5
CLASSES = "abcde"
IMAGES = {"plain": (3, []), "deflated": (3, ["COMPRESS=DEFLATE", "PREDICTOR=2"])}
IMAGES |= {"nodata": (3, []), "four": (4, [])}


def main(folder: str, what: str, *words: str) -> None:
    """Do what is asked; everything printed goes into the table."""
    work = {
        "make": make,
        "nothing": nothing,
        "read": read,
        "floor": floor,
        "extract": extract,
        "polygons": polygons,
        "check": check,
    }
    work[what](Path(folder), *words)


def make(folder: Path, side: str, patches: str, fine: str, count: str) -> None:
    """Write images of noise on waves, the polygons to cut from, and those to check."""
    side = int(side)
    rng = np.random.default_rng(0)
    row, col = np.mgrid[:1000, :1000]
    waves = 128 + 60 * np.sin(row / 90) * np.cos(col / 70)
    tile = [np.clip(waves + rng.normal(0, 8, waves.shape), 1, 255).astype("uint8") for _ in "rgbn"]
    for name, (bands, options) in IMAGES.items():
        path = str(folder / f"{name}.tif")
        options = [*options, "TILED=YES", "INTERLEAVE=PIXEL"]
        image = gdal.GetDriverByName("GTiff").Create(
            path, side, side, bands, gdal.GDT_Byte, options
        )
        image.SetProjection(reference().ExportToWkt())
        image.SetGeoTransform((600000.0, 1.0, 0.0, 6300000.0, 0.0, -1.0))
        for number, values in enumerate(tile[:bands], start=1):
            band = image.GetRasterBand(number)
            if name == "nodata":
                band.SetNoDataValue(0)
            for top in range(0, side, 1000):
                for left in range(0, side, 1000):
                    band.WriteArray(values[: side - top, : side - left], left, top)
        image.FlushCache()
        del band, image
    across = (side - 40) // STEP
    for name, wanted, stride in (("labels", patches, STRIDE), ("fine", fine, FINE)):
        # A square of this side gives its part of the patches that are wanted.
        length = SIZE + (math.ceil((int(wanted) / across**2) ** 0.5) - 1) * stride
        places = [(20 + STEP * i, 20 + STEP * k) for k in range(across) for i in range(across)]
        write(folder / f"{name}.gpkg", [(*place, length) for place in places])
    across = math.ceil(int(count) ** 0.5)
    step = (side - 20) / across
    places = [(10 + step * i, 10 + step * k) for k in range(across) for i in range(across)]
    write(folder / "many.gpkg", [(*place, step * 0.8) for place in places[: int(count)]])


def reference() -> osr.SpatialReference:
    """Return the CRS of everything."""
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(2154)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs


def write(path: Path, squares: list[tuple[float, float, float]]) -> None:
    """Write squares (column, row, side) as labelled polygons."""
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = dataset.CreateLayer(path.stem, reference(), ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTString))
    dataset.StartTransaction()
    for number, (col, row, length) in enumerate(squares):
        x, y = 600000 + col, 6300000 - row
        corners = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
        ring = ", ".join(f"{x + a * length} {y - b * length}" for a, b in corners)
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))"))
        feature.SetField(0, CLASSES[number % len(CLASSES)])
        layer.CreateFeature(feature)
    dataset.CommitTransaction()


def features(path: Path) -> list:
    """Return the features of a layer as `prepare_labels` takes them."""
    from poplar_nn_plugin.labels.labels import Feature

    dataset = ogr.Open(str(path))
    return [
        Feature(bytes(feature.GetGeometryRef().ExportToWkb()), feature.GetField(0))
        for feature in dataset.GetLayer(0)
    ]


def nothing(folder: Path) -> None:
    """Import what an extraction imports."""
    import poplar_nn_plugin.patches.extract  # noqa: F401


def read(folder: Path, image: str) -> None:
    """Read an image's own blocks, once each, a row of them after the other."""
    nothing(folder)
    dataset = gdal.Open(str(folder / f"{image}.tif"))
    width, height = dataset.GetRasterBand(1).GetBlockSize()
    for row in range(0, dataset.RasterYSize, height):
        for col in range(0, dataset.RasterXSize, width):
            size = min(width, dataset.RasterXSize - col), min(height, dataset.RasterYSize - row)
            dataset.ReadAsArray(col, row, *size)


def floor(folder: Path, image: str, patches: str) -> None:
    """Read the blocks once, and write as many bytes as the patches have."""
    read(folder, image)
    chunk = np.zeros(SIZE * SIZE * IMAGES[image][0] * 1000, "uint8")
    with (folder / "bytes").open("wb") as file:
        for _ in range(int(patches) // 1000):
            file.write(chunk.data)


class Stages:
    """Progress that keeps when the cutting began and ended."""

    def __init__(self):
        self.cutting: list[float] = []

    def advance(self, fraction: float) -> None:
        """Note the time while patches are cut."""
        if 0.5 <= fraction <= 0.75:
            self.cutting.append(time.perf_counter())

    def message(self, text: str) -> None:
        """Leave it unsaid."""

    def warn(self, text: str) -> None:
        """Leave it unsaid."""

    def cancelled(self) -> bool:
        """Go on."""
        return False


def extract(folder: Path, image: str, labels: str, jobs: str) -> None:
    """Make a dataset, as `Extract patches` does; print what takes which part of the time."""
    from poplar_nn_plugin.dataset.spec import PatchSpec
    from poplar_nn_plugin.engine import RasterSource
    from poplar_nn_plugin.engine.resources import Resources
    from poplar_nn_plugin.labels.labels import prepare_labels
    from poplar_nn_plugin.patches.extract import extract as run

    began = time.perf_counter()
    source = RasterSource(str(folder / f"{image}.tif"))
    polygons = features(folder / f"{labels}.gpkg")
    prepared = prepare_labels(polygons, reference().ExportToWkt(), source.grid, class_field="class")
    stages = Stages()
    stride = FINE if labels == "fine" else STRIDE
    found = run(
        source,
        prepared,
        PatchSpec(SIZE, stride, source.bands, 1.0),
        folder / "patches",
        resources=Resources("256M", int(jobs)),
        progress=stages,
    )
    first, last, end = stages.cutting[0], stages.cutting[-1], time.perf_counter()
    print(
        f"{found.count} patches: choosing {first - began:.2f}, cutting {last - first:.2f}, "
        f"footprints {end - last:.2f}"
    )


def polygons(folder: Path) -> None:
    """Read the polygons with OGR."""
    nothing(folder)
    print(f"{len(features(folder / 'many.gpkg'))} polygons")


def check(folder: Path) -> None:
    """Check the polygons, as `Check labels` does."""
    from poplar_nn_plugin.engine import RasterSource
    from poplar_nn_plugin.labels.checks.check import check_labels

    nothing(folder)
    polygons = features(folder / "many.gpkg")
    image = RasterSource(str(folder / "plain.tif"))
    found = check_labels(polygons, range(len(polygons)), reference().ExportToWkt(), image, SIZE)
    print(f"{len(found.problems)} problems")


if __name__ == "__main__":
    main(*sys.argv[1:])
