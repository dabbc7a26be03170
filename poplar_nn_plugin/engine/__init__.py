"""The block engine: images read, computed and written block by block, under a cap of memory."""

from poplar_nn_plugin.engine.grid import Grid, Window
from poplar_nn_plugin.engine.handles import OpenFiles
from poplar_nn_plugin.engine.plan import parse_bytes
from poplar_nn_plugin.engine.rasterize import PolygonSource, burn
from poplar_nn_plugin.engine.run import apply
from poplar_nn_plugin.engine.sink import RasterSink
from poplar_nn_plugin.engine.source import RasterSource, Source
from poplar_nn_plugin.engine.step import DTYPES, Block, LegendEntry, OutputSpec, Step

__all__ = [
    "DTYPES",
    "Block",
    "Grid",
    "LegendEntry",
    "OpenFiles",
    "OutputSpec",
    "PolygonSource",
    "RasterSink",
    "RasterSource",
    "Source",
    "Step",
    "Window",
    "apply",
    "burn",
    "parse_bytes",
]
