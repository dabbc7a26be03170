"""Images that QGIS resamples to show them, for work that needs no map: in their own pixels."""

from __future__ import annotations

from pathlib import Path

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import GridMismatchError

__all__ = ["own_pixels"]


def own_pixels(images: list[RasterSource], progress) -> list[RasterSource]:
    """Return images in their own pixels where no transform places them, and say so.

    Outputs are then placed as the images came, by ground control points or rational polynomials
    (RPC). Images that are not all placed alike have pixels in common only as QGIS shows them.

    Parameters
    ----------
    images : list of RasterSource
        As QGIS shows them.
    progress : Progress
    """
    own = [image.but(own=True) for image in images]
    bent = [image for image in own if image.grid.shown is not None]
    if not bent:
        return images
    names = ", ".join(dict.fromkeys(Path(image.path).name for image in bent))
    by = "rational polynomials (RPC)" if bent[0].grid.rpc else "ground control points"
    placed = f"{names}: what QGIS shows is resampled, for no transform fits the {by}."
    # Rational polynomials are of longitude and latitude: no other CRS can be written with them.
    if _alike(own) and not any(image.grid.rpc and image.crs for image in own):
        progress.message(f"{placed} Its own pixels are used, and the output gets the same {by}.")
        return own
    progress.message(
        f"{placed} It is used so, and the output is not placed by them, for other images or a CRS "
        "set on the layer do not go together with its own pixels."
    )
    return images


def _alike(images: list[RasterSource]) -> bool:
    """Return whether all images lie on one grid."""
    try:
        for image in images[1:]:
            images[0].grid.require_same(image.grid)
    except GridMismatchError:
        return False
    return True
