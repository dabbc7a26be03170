"""One patch as an image file: a GeoTIFF that knows its place, or a PNG; and read back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal, gdal_array

from poplar_nn_plugin.dataset.images import ImageMetadata
from poplar_nn_plugin.engine import Grid, RasterSource
from poplar_nn_plugin.engine.georeference import PIXELS
from poplar_nn_plugin.engine.handles import close, opened, quiet
from poplar_nn_plugin.errors import DatasetError, OutputError

__all__ = ["ENDINGS", "PatchFile", "georeferenced", "open_patch", "require_png"]

ENDINGS = (".tif", ".tiff", ".png", ".jpg", ".jpeg", ".jp2", ".bmp")
"""How the names of images end that are read, in lower case."""

_PNG_BANDS, _PNG_TYPES = (1, 3, 4), ("uint8", "uint16")
_PNG_END = b"IEND\xaeB`\x82"
_IDENTITY = (0.0, 1.0, 0.0, 0.0, 0.0, 1.0)  # what some write who have no georeference


class PatchFile:
    """Writes patches of one kind, each into a file of its own.

    Parameters
    ----------
    size : int
        Side, in pixels.
    image : ImageMetadata
        Of the images that patches were cut from.
    png : bool
        PNG instead of GeoTIFF: without place, names of bands, nodata and scale.
    """

    def __init__(self, size: int, image: ImageMetadata, *, png: bool):
        dtype = image.dtype
        self.ending = ".png" if png else ".tif"
        self._driver = gdal.GetDriverByName("PNG" if png else "GTiff")
        self._options = [] if png else _tiff_options(dtype, len(image.bands))
        # GDAL before 3.7 has no type for signed bytes: they are marked ones.
        self._marked = dtype == "int8" and not hasattr(gdal, "GDT_Int8")
        if self._marked:
            self._options.append("PIXELTYPE=SIGNEDBYTE")
        kind = np.uint8 if self._marked else np.dtype(dtype).type
        code = gdal_array.NumericTypeCodeToGDALTypeCode(kind)
        memory = gdal.GetDriverByName("MEM")
        # One picture in memory, filled again for each patch: its CRS is parsed once.
        self._picture = memory.Create("", size, size, len(image.bands), code)
        if png:
            return
        self._picture.SetProjection(image.crs)
        nodata = image.nodata or [None]
        nodata = float("nan") if nodata[0] == "nan" else nodata[0]
        for number, name in enumerate(image.bands, 1):
            band = self._picture.GetRasterBand(number)
            band.SetDescription(name)
            if nodata is not None:
                band.SetNoDataValue(nodata)
            if image.scale and image.scale[number - 1] != (1, 0):
                scale, offset = image.scale[number - 1]
                band.SetScale(scale)
                band.SetOffset(offset)

    def write(self, path: Path, patch: np.ndarray, transform=None) -> None:
        """Write one patch.

        Parameters
        ----------
        path : Path
        patch : ndarray, shape (size, size, bands)
        transform : tuple of 6 floats, optional
            GDAL's, of the patch's upper left pixel.

        Raises
        ------
        OutputError
            If the file cannot be written.
        """
        if transform is not None:
            self._picture.SetGeoTransform(transform)
        with quiet() as failures:
            try:
                stored = patch.view(np.uint8) if self._marked else patch
                self._picture.WriteArray(np.moveaxis(stored, -1, 0))
                file = self._driver.CreateCopy(str(path), self._picture, options=self._options)
                if file is not None:
                    close(file)
                    # GDAL does not ask whether the last bytes of a PNG came to the disk.
                    if self.ending == ".png" and not path.read_bytes().endswith(_PNG_END):
                        failures.append("the file breaks off")
                elif not failures:
                    failures.append("GDAL gives no reason")
            except RuntimeError as error:  # after somebody's gdal.UseExceptions()
                failures.append(str(error))
        if failures:
            raise OutputError(
                f"{path.name} cannot be written in {path.parent}: {failures[0].strip()}. Is the "
                "disk full? Free it, or choose another folder.",
                path=str(path),
            )


def require_png(dtype: str, bands: int) -> None:
    """Raise unless a PNG can hold such patches.

    Raises
    ------
    DatasetError
    """
    if bands in _PNG_BANDS and dtype in _PNG_TYPES:
        return
    raise DatasetError(
        f"PNG holds 1, 3 or 4 bands of uint8 or uint16, and these patches have {bands} "
        f"band{'s' if bands > 1 else ''} of {dtype}: choose the format geotiff, which holds them "
        "as they are.",
        bands=bands,
        dtype=dtype,
    )


def georeferenced(grid: Grid) -> bool:
    """Return whether a file says where on the earth it lies."""
    return bool(grid.crs) and grid.transform not in (PIXELS, _IDENTITY)


def open_patch(path: str | Path, *, with_alpha: bool) -> RasterSource:
    """Open one image as a patch.

    Parameters
    ----------
    path : str or Path
    with_alpha : bool
        Whether a band that counts as transparency is a band like the others. PNG of four bands
        has no other place for the fourth.

    Raises
    ------
    RasterOpenError
        If it cannot be read.
    DatasetError
        If its values are positions in a colour table.
    """
    dataset = opened(str(path))
    if dataset.GetRasterBand(1).GetColorTable() is not None:
        raise DatasetError(
            f"{path} has a colour table, so its values are no brightness: convert such images "
            "with 'PCT to RGB' first.",
            path=str(path),
        )
    bands = tuple(range(1, dataset.RasterCount + 1)) if with_alpha else None
    return RasterSource(str(path), bands, scaled=False)


def _tiff_options(dtype: str, bands: int) -> list[str]:
    options = ["COMPRESS=DEFLATE"]
    if bands == 3 and dtype in _PNG_TYPES:
        return [*options, "PHOTOMETRIC=RGB"]
    # Of four bands GDAL would make three colours and an alpha band.
    return [*options, "PHOTOMETRIC=MINISBLACK", *(["ALPHA=NO"] if bands > 1 else [])]
