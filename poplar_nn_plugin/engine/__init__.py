"""The block engine: images read, computed and written block by block, under a cap of memory.

Names are imported when they are first used: some, such as `Block`, also serve where there is no
GDAL.
"""

from importlib import import_module

_HOMES = {
    "DTYPES": "blocks.output",
    "LAYOUTS": "outputs.layout",
    "Block": "blocks.step",
    "Grid": "grid",
    "LegendEntry": "blocks.output",
    "Mosaic": "views.mosaic",
    "OpenFiles": "handles",
    "OutputSpec": "blocks.output",
    "PolygonSource": "rasterize",
    "RasterSink": "sink",
    "RasterSource": "source",
    "Source": "source",
    "Step": "blocks.step",
    "Window": "blocks.window",
    "apply": "run",
    "burn": "rasterize",
    "mosaic_of": "views.mosaic",
    "parse_bytes": "cost",
    "scan": "scanning",
}

__all__ = list(_HOMES)


def __getattr__(name: str):
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
