"""Coordinate reference systems, known by what they mean and not by how they are written."""

from __future__ import annotations

from osgeo import osr

from poplar_nn_plugin.engine.handles import quiet
from poplar_nn_plugin.errors import GridMismatchError

__all__ = ["crs_name", "reference", "same_crs", "way"]


def reference(wkt: str) -> osr.SpatialReference:
    """Return a CRS from its WKT: x before y, and without the heights of a compound or 3D one.

    Raises
    ------
    GridMismatchError
        If it cannot be read.
    """
    found = osr.SpatialReference()
    with quiet() as failures:
        try:
            failed = found.ImportFromWkt(wkt) != 0
        except RuntimeError as error:
            failures.append(str(error))
            failed = True
    if failed:
        raise GridMismatchError(
            f"A coordinate reference system cannot be read ({'; '.join(failures)}): choose it "
            f"anew in the layer's properties. It is written as {wkt[:80]}."
        )
    if found.IsCompound():
        found.StripVertical()
    if found.GetAxesCount() > 2:
        found.DemoteTo2D()
    found.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return found


def crs_name(wkt: str) -> str:
    """Return what a CRS calls itself."""
    return reference(wkt).GetName() or "an unnamed CRS"


def same_crs(wkt: str, other: str) -> bool:
    """Return whether two CRS give a place the same coordinates, x and y.

    Names, authorities, heights and the order of the axes do not count, a datum does. One that is
    written without a datum, as many PROJ strings are, is the same as one with the same ellipsoid.
    """
    if wkt == other:
        return True
    one, two = reference(wkt), reference(other)
    return _same(one, two) or _same_but_for_datum(one, two) or _same_but_for_datum(two, one)


def _same(one: osr.SpatialReference, two: osr.SpatialReference) -> bool:
    return bool(one.IsSame(two, ["IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES"]))


def _same_but_for_datum(bare: osr.SpatialReference, two: osr.SpatialReference) -> bool:
    """Return whether `bare` does not name its datum, and is like the other in all else."""
    names = [crs.GetAttrValue("DATUM") or "" for crs in (bare, two)]
    if not names[0].lower().startswith("unknown") or not names[1]:
        return False
    if bare.ExportToProj4() == two.ExportToProj4():
        return True
    sizes = [(crs.GetSemiMajor(), crs.GetInvFlattening()) for crs in (bare, two)]
    if bare.HasTOWGS84() or any(abs(a - b) > 1e-6 for a, b in zip(*sizes)):
        return False
    named = bare.Clone()
    named.CopyGeogCSFrom(two)
    return _same(named, two)


def way(source: osr.SpatialReference, target: osr.SpatialReference) -> osr.CoordinateTransformation:
    """Return the transformation from one CRS to another.

    Raises
    ------
    GridMismatchError
        If there is none: one of them is a plane of somebody's own, say.
    """
    with quiet():
        try:
            found = osr.CreateCoordinateTransformation(source, target)
        except RuntimeError:  # after somebody's osr.UseExceptions()
            found = None
    if found is None:
        raise GridMismatchError(
            f"Nothing can be brought from {source.GetName()} to {target.GetName()}, for no way "
            "between these coordinate reference systems is known: choose one on the earth in the "
            "layer's properties, or georeference the image.",
            source=source.GetName(),
            target=target.GetName(),
        )
    return found
