"""The VRT that joins tiles: where each lies, and what the whole says of its pixels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import count
from pathlib import Path

from osgeo import gdal

from poplar_nn_plugin.engine.blocks.output import OutputSpec
from poplar_nn_plugin.engine.blocks.window import Window
from poplar_nn_plugin.engine.georeference import place
from poplar_nn_plugin.engine.grid import Grid
from poplar_nn_plugin.engine.handles import quiet
from poplar_nn_plugin.engine.outputs.description import describe, gdal_type, name_classes
from poplar_nn_plugin.engine.outputs.geotiff import GeoTiff, write_failure
from poplar_nn_plugin.engine.outputs.layout import SMALLEST_OVERVIEW, TILE, averages
from poplar_nn_plugin.engine.tiles.lattice import Tile
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["lacks_overviews", "write_overviews", "write_vrt"]

_BAND = re.compile(
    r"(?P<mask><MaskBand>\s*)?(?P<open><VRTRasterBand\b[^>]*?)\s*"
    r"(?:/>|>(?P<inside>.*?)</VRTRasterBand>)",
    re.DOTALL,
)


def write_vrt(
    path: Path, grid: Grid, output: OutputSpec, tiles: Sequence[Tile], folder: str, *, shown: Path
) -> None:
    """Write a VRT that joins tiles, each by its name relative to the VRT.

    Where there is no tile, it has no data.

    Parameters
    ----------
    path : Path
    grid : Grid
    output : OutputSpec
    tiles : sequence of Tile
        Those that have a file.
    folder : str
        Name of the folder beside it in which they lie.
    shown : Path
        What it is called in messages.

    Raises
    ------
    OutputError
    """
    with quiet() as failures:
        try:
            text = _joined(_described(grid, output), tiles, escape(folder, quote=False))
            path.write_text(text, encoding="utf-8")
            whole = gdal.OpenEx(str(path), gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR)
        except (RuntimeError, OSError) as error:
            failures.append(str(error))
            whole = None
    if whole is None or failures:
        raise write_failure(shown, failures)


def _described(grid: Grid, output: OutputSpec) -> str:
    """Return the text of a VRT that has no source, and says all that a TIFF would say."""
    driver = gdal.GetDriverByName("VRT")
    dataset = driver.Create("", grid.width, grid.height, output.bands, gdal_type(output))
    place(dataset, grid.transform, grid.crs, grid.control, grid.rpc)
    describe(dataset, output)
    if output.legend:
        name_classes(dataset, output.legend)
    if output.mask:
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    return dataset.GetMetadata("xml:VRT")[0]


def _joined(text: str, tiles: Sequence[Tile], folder: str) -> str:
    """Return the text with the sources of each band."""
    numbers = count(1)

    def filled(band: re.Match) -> str:
        kind = re.search(r'dataType="(\w+)"', band["open"])[1]
        name = "mask,1" if band["mask"] else str(next(numbers))
        sources = "".join(_source(tile, folder, name, kind) for tile in tiles)
        inside = band["inside"] or ""
        return f"{band['mask'] or ''}{band['open']}>{inside}{sources}</VRTRasterBand>"

    return _BAND.sub(filled, text)


def _source(tile: Tile, folder: str, band: str, kind: str) -> str:
    """Return a tile as a source of a band; what it is like is said, so that none is opened yet."""
    width, height = tile.window.width, tile.window.height
    size = f'xSize="{width}" ySize="{height}"'
    return (
        f'<SimpleSource><SourceFilename relativeToVRT="1">{folder}/{tile.name}</SourceFilename>'
        f"<SourceBand>{band}</SourceBand>"
        f'<SourceProperties RasterXSize="{width}" RasterYSize="{height}" DataType="{kind}" '
        f'BlockXSize="{TILE}" BlockYSize="{TILE}"/>'
        f'<SrcRect xOff="0" yOff="0" {size}/>'
        f'<DstRect xOff="{tile.window.col}" yOff="{tile.window.row}" {size}/>'
        "</SimpleSource>\n"
    )


def write_overviews(
    vrt: Path, path: Path, grid: Grid, output: OutputSpec, side: int, progress: Progress, *, shown
) -> None:
    """Write the overviews of a VRT that are smaller than those of its tiles, out of the latter.

    Parameters
    ----------
    vrt : Path
    path : Path
        Where they are written: the file that GDAL takes for the overviews of the VRT.
    grid : Grid
    output : OutputSpec
    side : int
        Of the tiles.
    progress : Progress
    shown : Path
        What the VRT is called in messages.

    Raises
    ------
    OutputError
    Cancelled
    """
    factor = _first_factor(side)
    size = -(-grid.width // factor), -(-grid.height // factor)
    small = Grid(*size, grid.transform, "", None)
    resampling = gdal.GRIORA_Average if averages(output) else gdal.GRIORA_NearestNeighbour
    tiff = GeoTiff(path, small, output, 1, "vrt", shown=shown)
    failures: list[str] = []
    try:
        with quiet() as failures:
            dataset = gdal.OpenEx(str(vrt), gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR)
            windows = list(small.windows(TILE))
            for number, window in enumerate(windows):
                array = dataset.ReadAsArray(
                    *_reach(window, factor, grid),
                    buf_xsize=window.width,
                    buf_ysize=window.height,
                    resample_alg=resampling,
                )
                if array is None:
                    break
                planes = array.reshape(output.bands, window.height, window.width)
                tiff.write(window, planes.transpose(1, 2, 0))
                checkpoint(progress, number / len(windows))
        if not failures:
            tiff.complete()
    except RuntimeError as error:
        failures.append(str(error))
    finally:
        tiff.let_go()
    if failures:
        raise write_failure(shown, failures)


def lacks_overviews(grid: Grid, side: int) -> bool:
    """Return whether a VRT takes overviews that are smaller than those of its tiles."""
    return max(grid.width, grid.height) / _first_factor(side) >= SMALLEST_OVERVIEW


def _first_factor(side: int) -> int:
    """Return the factor of the first overview that tiles of a side lack."""
    factor = 2
    while side / factor >= SMALLEST_OVERVIEW:
        factor *= 2
    return factor


def _reach(window: Window, factor: int, grid: Grid) -> tuple[int, int, int, int]:
    """Return the pixels of the whole that a window of an overview stands for."""
    part = Window(
        window.col * factor, window.row * factor, window.width * factor, window.height * factor
    ).clip(grid)
    return part.col, part.row, part.width, part.height
