#!/usr/bin/env python3
"""How long a class map takes to become polygons, beside `gdal.Polygonize` on the same map.

Run by `bench/polygons.sh`. Maps of five classes are made up: *calm*, with areas of some 300 pixels,
and *specks*, with areas of about seven. Each run is a process of its own, all ways in turn, and
writes a GeoPackage:

- *GDAL*: its outlines of the pixels, with the class.
- *ours*: the same outlines, with class, name, hectares.
- *simplified*: borders moved by at most 1.5 pixels, without gaps or overlaps.

Ratios are medians of those of each round.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from statistics import median

from measure import measure

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "bench-polygons"
WAYS = {"GDAL": "gdal", "ours": "0", "simplified": "1.5"}
MAPS = {"calm": 12, "specks": 2}  # pixels that a class reaches, about
PATTERN = 1000


def main() -> None:
    """Make maps, time the ways in turn, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", nargs=2, type=int, default=(4000, 4000), metavar=("W", "H"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", default="1G")
    parser.add_argument("--maps", nargs="+", default=list(MAPS), choices=MAPS)
    given = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    print("| map | way | polygons | wall s | CPU s | MB | CPU, it / GDAL | wall, it / GDAL |")
    print("|---|---|---|---|---|---|---|---|")
    for name in given.maps:
        reach, path = MAPS[name], FOLDER / f"{name}.tif"
        _python("--make", str(reach), *map(str, given.size), str(path))
        rounds = [
            {way: _python("--way", code, str(path), given.memory) for way, code in WAYS.items()}
            for _ in range(given.rounds)
        ]
        for way in WAYS:
            runs = [one[way] for one in rounds]
            wall, cpu, peak = (median(getattr(r, k) for r in runs) for k in ("wall", "cpu", "peak"))
            ratios = [
                median(getattr(one[way], k) / getattr(one["GDAL"], k) for one in rounds)
                for k in ("cpu", "wall")
            ]
            count = runs[0].said.strip()
            size = " x ".join(map(str, given.size))
            print(
                f"| {name}, {size} | {way} | {count} | {wall:.1f} | {cpu:.1f} | {peak:.0f} | "
                f"{ratios[0]:.2f} | {ratios[1]:.2f} |",
                flush=True,
            )


def _python(*words: str):
    return measure([sys.executable, __file__, *words], {"PYTHONPATH": str(ROOT / "build")})


def make(reach: int, width: int, height: int, path: str) -> None:
    """Write a map of five classes, a pattern that is repeated."""
    import numpy as np
    from osgeo import gdal, osr

    random = np.random.default_rng(0)
    field = random.random((5, PATTERN, PATTERN), "float32")
    for axis in (1, 2) * 3:
        sums = np.cumsum(np.concatenate([field, field], axis=axis), axis=axis)
        ahead = np.take(sums, np.arange(PATTERN) + reach, axis=axis)
        field = ahead - np.take(sums, np.arange(PATTERN), axis=axis)
    codes = field.argmax(0).astype("uint8") + 1
    options = ["TILED=YES", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER"]
    driver = gdal.GetDriverByName("GTiff")
    dataset = driver.Create(path, width, height, 1, gdal.GDT_Byte, options)
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(2154)
    dataset.SetProjection(crs.ExportToWkt())
    dataset.SetGeoTransform((600000.0, 1.0, 0.0, 6300000.0, 0.0, -1.0))
    line = np.tile(codes, (1, -(-width // PATTERN)))[:, :width]
    for row in range(0, height, PATTERN):
        dataset.GetRasterBand(1).WriteArray(line[: height - row], 0, row)


def theirs(path: str, target: str) -> int:
    """Write polygons as GDAL does, and return how many there are."""
    from osgeo import gdal, ogr

    source = gdal.Open(path)
    made = ogr.GetDriverByName("GPKG").CreateDataSource(target)
    layer = made.CreateLayer("polygons", source.GetSpatialRef(), ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTInteger))
    gdal.Polygonize(source.GetRasterBand(1), source.GetRasterBand(1).GetMaskBand(), layer, 0)
    return layer.GetFeatureCount()


def ours(path: str, target: str, pixels: float, memory: str) -> int:
    """Write polygons as *Map to polygons* draws them, and return how many there are."""
    from poplar_nn_plugin.engine import RasterSource
    from poplar_nn_plugin.labels.vector import write_polygons
    from poplar_nn_plugin.maps.polygons.polygonize import polygonize
    from poplar_nn_plugin.maps.regions.coded import CodedMap

    source, count = CodedMap(RasterSource(path), ()), 0

    def features():
        nonlocal count
        for one in polygonize(source, range(1, 6), tolerance=pixels, memory=memory):
            count += 1
            yield one.wkb, (one.code, str(one.code), one.area / 10_000)

    fields = {"class": int, "name": str, "area_ha": float}
    write_polygons(target, source.grid.crs, fields, features())
    return count


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        make(*map(int, sys.argv[2:5]), sys.argv[5])
    elif sys.argv[1:2] == ["--way"]:
        way, raster, cap = sys.argv[2:]
        result = FOLDER / "polygons.gpkg"
        result.unlink(missing_ok=True)
        same = way == "gdal"
        print(theirs(raster, str(result)) if same else ours(raster, str(result), float(way), cap))
    else:
        main()
