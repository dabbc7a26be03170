"""Polygons of users: surfaces only, in the CRS of the image, repaired, as flat polygons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from osgeo import ogr, osr

from poplar_nn_plugin.engine.crs import crs_name, reference, same_crs, way
from poplar_nn_plugin.engine.handles import attempt
from poplar_nn_plugin.engine.surfaces import flat, is_surface, polygons_of
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.progress import Progress

__all__ = [
    "REPAIRED",
    "geometry_of",
    "known_crs",
    "multipolygon",
    "polygon_parts",
    "reproject",
    "require_polygons",
    "tell_left_out",
    "transformation",
]

REPAIRED = "had an invalid geometry, which was repaired"


def geometry_of(wkb: bytes | None) -> ogr.Geometry | None:
    """Return the geometry of a WKB, None where there is none or it is damaged."""
    return attempt(ogr.CreateGeometryFromWkb, wkb)[0] if wkb else None


def reproject(geometry: ogr.Geometry, *steps: osr.CoordinateTransformation) -> bool:
    """Move a geometry by one transformation after the other; return whether all of them could."""
    return all(attempt(geometry.Transform, step)[0] == ogr.OGRERR_NONE for step in steps)


def require_polygons(
    geometries: Iterable[bytes | None], what: str = "Labels", *, points: bool = True
) -> None:
    """Raise LabelError if one of the geometries, as WKB, is no surface.

    `points` is whether points would do, too, where they are made squares before.
    """
    for wkb in geometries:
        geometry = geometry_of(wkb)
        if geometry is None or geometry.IsEmpty():
            continue
        kind = ogr.GT_Flatten(geometry.GetGeometryType())
        if kind != ogr.wkbGeometryCollection and not is_surface(geometry):
            wanted = "polygons or points" if points else "polygons"
            raise LabelError(
                f"{what} must be {wanted}, but the layer holds a {geometry.GetGeometryName()}. "
                f"Choose a layer of {wanted}, or buffer it first."
            )


def transformation(crs: str, target: str, progress: Progress, what: str = "labels"):
    """Return the transformation between two CRS, None where they are the same."""
    crs, target = known_crs(crs), known_crs(target)
    if bool(crs) != bool(target):
        bare, other = (what, "image") if target else ("image", what)
        raise LabelError(
            f"The coordinate reference system of the {bare} is not known, that of the {other} is: "
            f"set it in the layer's properties, it cannot be guessed."
        )
    if not crs:
        return None
    if same_crs(crs, target):
        return None
    source, goal = reference(crs), reference(target)
    progress.message(f"The {what} are reprojected from {source.GetName()} to {goal.GetName()}.")
    return way(source, goal)


def known_crs(crs: str) -> str:
    """Return the CRS, empty where it is what a GeoPackage holds in place of none."""
    return "" if not crs or crs_name(crs).startswith("Undefined ") else crs


def polygon_parts(wkb: bytes | None, transform, left_out: Counter) -> list[bytes]:
    """Return the valid, flat polygons of a geometry.

    Parameters
    ----------
    wkb : bytes or None
    transform : osr.CoordinateTransformation or None
        To the CRS of the image.
    left_out : Counter
        Counts what was left out or repaired, and why.

    Returns
    -------
    list of bytes
    """
    geometry = geometry_of(wkb)
    if geometry is None or geometry.IsEmpty():
        left_out["have no geometry and are left out"] += 1
        return []
    geometry = flat(geometry)
    if transform is not None and not reproject(geometry, transform):
        left_out["cannot be reprojected to the image and are left out"] += 1
        return []
    valid = geometry.IsValid()
    geometry = geometry if valid else geometry.MakeValid()
    parts = polygons_of(geometry) if geometry is not None else []
    if not parts:
        left_out["enclose no area and are left out"] += 1
    elif not valid:
        left_out[REPAIRED] += 1
    return [bytes(part.ExportToWkb()) for part in parts]


def multipolygon(shapes: Iterable[ogr.Geometry | None]) -> bytes | None:
    """Return the WKB of one geometry with the polygons of all `shapes`, None without any."""
    together = ogr.Geometry(ogr.wkbMultiPolygon)
    for shape in shapes:
        for part in polygons_of(shape) if shape is not None else ():
            together.AddGeometry(part)
    return bytes(together.ExportToWkb()) if together.GetGeometryCount() else None


def tell_left_out(left_out: Counter, count: int, what: str, progress: Progress) -> None:
    """Say what `polygon_parts` left out or repaired of `count` features."""
    for reason, number in sorted((+left_out).items()):
        progress.warn(f"{number} of {count} {what} {reason}.")
