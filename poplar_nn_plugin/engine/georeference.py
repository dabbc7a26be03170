"""Where a raster lies, as QGIS places it: by a transform, by ground control points, or by nothing.

QGIS shows a raster without georeference with its first pixel at (0, 0) and its rows going down,
and resamples one with ground control points or RPC to see it straight. Control points that one
affine transform fits are taken as that transform, so that all pixels stay what they are; other
rasters are bent: they are read as QGIS resamples them, or in their own pixels, which then are
the plane that everything else is brought to.
"""

from __future__ import annotations

import numpy as np
from osgeo import gdal

__all__ = ["PIXELS", "as_shown", "georeference", "place"]

PIXELS = (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)
"""The transform of pixels without a place: columns, and rows that go down from 0."""

_NEAR = 0.5  # pixels between an affine transform and what control points say, at most
_ERROR = 0.2  # pixels: what QGIS allows when it resamples
_PLACES = 7  # a side, where that is measured


def as_shown(dataset: gdal.Dataset) -> gdal.Dataset:
    """Return a raster as QGIS shows it: itself, or resampled where no affine transform places it.

    What lies outside of a resampled raster is masked.
    """
    if _transform(dataset) is not None or not (dataset.GetGCPCount() or dataset.GetMetadata("RPC")):
        return dataset
    if _fitted(dataset) is not None:
        return dataset
    try:
        shown = gdal.AutoCreateWarpedVRT(dataset, None, None, gdal.GRA_NearestNeighbour, _ERROR)
    except RuntimeError:  # too few points, after somebody's gdal.UseExceptions()
        shown = None
    if shown is None:
        return dataset
    return _straightened(dataset, shown)


def _straightened(dataset: gdal.Dataset, shown: gdal.Dataset) -> gdal.Dataset:
    """Return a raster on the grid of how it is shown, with a mask of where it lies.

    All bands keep their values, also one that is called alpha and those that are nodata: what they
    mean is decided where they are read.
    """
    left, across, _, top, _, down = shown.GetGeoTransform()
    right, bottom = left + across * shown.RasterXSize, top + down * shown.RasterYSize
    warped = gdal.Warp(
        "",
        dataset,
        format="VRT",
        options=["-nosrcalpha"],
        dstAlpha=True,
        srcNodata="None",
        resampleAlg="near",
        errorThreshold=_ERROR,
        outputBounds=(left, bottom, right, top),
        width=shown.RasterXSize,
        height=shown.RasterYSize,
    )
    numbers = list(range(1, dataset.RasterCount + 1))
    # The made-up alpha band becomes a mask, for a band would count as one of the image's.
    straight = gdal.Translate(
        "", warped, format="VRT", bandList=numbers, maskBand=dataset.RasterCount + 1
    )
    for number in numbers:
        theirs, ours = dataset.GetRasterBand(number), straight.GetRasterBand(number)
        ours.SetDescription(theirs.GetDescription())
        ours.SetColorInterpretation(theirs.GetColorInterpretation())
        for domain in ("", "IMAGE_STRUCTURE"):
            ours.SetMetadata(theirs.GetMetadata(domain), domain)
        if theirs.GetNoDataValue() is not None:
            ours.SetNoDataValue(theirs.GetNoDataValue())
        if theirs.GetScale() is not None:
            ours.SetScale(theirs.GetScale())
        if theirs.GetOffset() is not None:
            ours.SetOffset(theirs.GetOffset())
        if theirs.GetRasterCategoryNames():
            ours.SetRasterCategoryNames(theirs.GetRasterCategoryNames())
    return straight


def georeference(dataset: gdal.Dataset) -> tuple[tuple, str, tuple | None]:
    """Return how a raster is placed.

    Parameters
    ----------
    dataset : gdal.Dataset
        Of `as_shown`, or as it is in the file.

    Returns
    -------
    transform : tuple of 6 floats
    crs : str
        As WKT; empty where there is none.
    control : tuple or None
        Ground control points (x, y, z, column, row, info, id) that stand in the file in place of
        the transform; empty where nothing does, None where the transform does.
    """
    crs = dataset.GetProjection() or dataset.GetGCPProjection() or ""
    transform = _transform(dataset)
    if transform is not None:
        return transform, crs, None
    control = tuple(
        (point.GCPX, point.GCPY, point.GCPZ, point.GCPPixel, point.GCPLine, point.Info, point.Id)
        for point in dataset.GetGCPs()
    )
    return (_fitted(dataset) if control else None) or PIXELS, crs, control


def place(
    dataset: gdal.Dataset,
    transform: tuple,
    crs: str,
    control: tuple | None,
    rpc: tuple[tuple[str, str], ...] = (),
) -> None:
    """Place a new raster as another one is placed: `georeference` undone."""
    if control is None:
        dataset.SetGeoTransform(transform)
    if control:
        dataset.SetGCPs([gdal.GCP(*point) for point in control], crs)
    elif rpc:  # of longitude and latitude, which needs no word
        dataset.SetMetadata(dict(rpc), "RPC")
    elif crs:
        dataset.SetProjection(crs)


def _transform(dataset: gdal.Dataset) -> tuple | None:
    found = dataset.GetGeoTransform(can_return_null=True)
    return None if found is None else tuple(found)


def _fitted(dataset: gdal.Dataset) -> tuple | None:
    """Return the affine transform that fits the control points, None where none does."""
    if not dataset.GetGCPCount():
        return None
    try:
        there = gdal.Transformer(dataset, None, [])
    except RuntimeError:
        return None
    if getattr(there, "this", None) is None:
        return None
    sides = (np.linspace(0, n, _PLACES) for n in (dataset.RasterXSize, dataset.RasterYSize))
    pixels = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 2)
    places, done = there.TransformPoints(0, pixels.tolist())
    if not all(done):
        return None
    places = np.array(places)[:, :2]
    middle = places.mean(axis=0)
    terms = np.column_stack([np.ones(len(pixels)), pixels])
    affine = np.linalg.lstsq(terms, places - middle, rcond=None)[0]
    if abs(np.linalg.det(affine[1:])) == 0:
        return None
    off = (places - middle - terms @ affine) @ np.linalg.inv(affine[1:])
    if np.hypot(*off.T).max() > _NEAR:
        return None
    affine[0] += middle
    return tuple(affine.T.reshape(-1).tolist())
