"""Images with labels of others: what is learned from, and which polygons only judge a map."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import ogr

__all__ = ["LABELLED", "Labelled", "Split"]

FIELD = "class"
_SHARE = 3  # one polygon in three of each class is held out


@dataclass(frozen=True)
class Split:
    """One image with its labels in two parts.

    Parameters
    ----------
    image, given, held_out : Path
        Field ``class`` of both layers is the name of the class.
    """

    image: Path
    given: Path
    held_out: Path


@dataclass(frozen=True)
class Labelled:
    """A set of labels on an image.

    Parameters
    ----------
    name, title : str
    image : str
        Pattern within the folder of data.
    number : int
        Of its ``given*.gpkg`` and ``heldout*.gpkg``; without ``labels``.
    labels, field : str
        Labels that nobody divided, and their field of classes.
    seed : int
        Draws the polygons to hold out.
    points : bool
        Whether ``labels`` are points, to be divided as the polygons of ``number`` are.
    """

    name: str
    title: str
    image: str
    number: int = 0
    labels: str = ""
    field: str = FIELD
    seed: int = 0
    points: bool = False

    def split(self, data: Path, folder: Path) -> Split:
        """Return both parts; those that are drawn are written into a folder."""
        image = next(data.glob(self.image))
        numbered = [image.with_name(f"{part}{self.number}.gpkg") for part in ("given", "heldout")]
        if not self.labels:
            return Split(image, *numbered)
        given, held_out = (folder / f"{self.name}-{part}.gpkg" for part in ("given", "heldout"))
        features = _read(data / self.labels, self.field)
        if self.points:
            held = _within(features, numbered[1])
            held_out = numbered[1]
        else:
            held = _drawn([name for name, _ in features], self.seed)
            _write(held_out, data / self.labels, _chosen(features, held))
        _write(given, data / self.labels, _chosen(features, ~held))
        return Split(image, given, held_out)


LABELLED = (
    Labelled("rcr-1", "Sentinel-2 wetland, split 1", "real/rcr_sentinel2/image.tif", 1),
    Labelled("rcr-2", "Sentinel-2 wetland, split 2", "real/rcr_sentinel2/image.tif", 2),
    Labelled("detectree-1", "trees at 50 cm, split 1", "real/detectree_50cm/image.tif", 1),
    Labelled("detectree-2", "trees at 50 cm, split 2", "real/detectree_50cm/image.tif", 2),
    Labelled("leipzig", "Sentinel-2 town, squares", "real/leipzig_points/image.tif", 1),
    Labelled(
        "leipzig-points",
        "Sentinel-2 town, points",
        "real/leipzig_points/image.tif",
        1,
        labels="real/leipzig_points/leipzig_points.gpkg",
        field="land_cover",
        points=True,
    ),
    Labelled("enmap", "EnMAP, 224 bands", "real/enmap_potsdam/image.tif", 1),
    *(
        Labelled(
            f"map-{seed}",
            f"scanned map, split {seed}",
            "historical_map/map.tif",
            labels="historical_map/labels.gpkg",
            field="class_name",
            seed=seed,
        )
        for seed in (1, 2)
    ),
    *(
        Labelled(
            f"landsat-{seed}",
            f"Landsat 7, split {seed}",
            "landsat7/*.gtif",
            labels="landsat7/training_data.shp",
            seed=seed,
        )
        for seed in (1, 2)
    ),
)
"""The two old sets have no split of their own: two drawings of whole polygons stand for them."""


def _drawn(names: list[str], seed: int) -> np.ndarray:
    """Return which features are held out: a third of each class, at least one of two."""
    random = np.random.default_rng(seed)
    held = np.zeros(len(names), bool)
    for name in sorted(set(names)):
        index = random.permutation([i for i, one in enumerate(names) if one == name])
        held[index[: max(len(index) // _SHARE, int(len(index) > 1))]] = True
    return held


def _within(features: list, polygons: Path) -> np.ndarray:
    """Return which features lie in a layer of polygons."""
    areas = [shape for _, shape in _read(polygons, FIELD)]
    return np.array([any(shape.Intersects(area) for area in areas) for _, shape in features])


def _chosen(features: list, which: np.ndarray) -> list:
    return [one for one, wanted in zip(features, which, strict=True) if wanted]


def _read(path: Path, field: str) -> list[tuple[str, ogr.Geometry]]:
    """Return the class and the shape of each feature."""
    source = ogr.Open(str(path))
    return [(one.GetField(field), one.GetGeometryRef().Clone()) for one in source.GetLayer()]


def _write(path: Path, like: Path, features: list) -> None:
    """Write classes and shapes, in the CRS of another layer."""
    original = ogr.Open(str(like))
    crs = original.GetLayer().GetSpatialRef()
    path.unlink(missing_ok=True)
    target = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = target.CreateLayer("labels", crs, ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn(FIELD, ogr.OFTString))
    for name, shape in features:
        one = ogr.Feature(layer.GetLayerDefn())
        one.SetField(FIELD, name)
        one.SetGeometry(shape)
        layer.CreateFeature(one)
