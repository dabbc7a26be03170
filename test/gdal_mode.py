"""GDAL's two ways to say that something failed: codes, and exceptions. QGIS may be in either."""

from __future__ import annotations

from osgeo import gdal, ogr, osr

MODULES = (gdal, ogr, osr)


def use_exceptions(on: bool) -> None:
    """State for the whole process whether GDAL raises; GDAL 4 will where nobody says anything."""
    # GDAL 3.6 wants them switched off in the opposite order.
    for module in MODULES if on else MODULES[::-1]:
        (module.UseExceptions if on else module.DontUseExceptions)()


def without_libtiff(errors: str) -> str:
    """Return what a process wrote to stderr, save what libtiff of GDAL 3.10 writes there itself.

    No handler of GDAL gets that to see, so nobody can keep it from there.
    """
    lines = errors.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(("_tiffWrite", "_tiffSeek")))
