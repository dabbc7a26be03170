"""The creation options that every program gets: those of an uncompressed output of Poplar NN.

Compressed, what is compared is mostly GDAL's compression.
"""

from __future__ import annotations

__all__ = ["creation_options"]


def creation_options() -> list[str]:
    """Return GDAL's options for a tiled GeoTIFF."""
    return [
        "TILED=YES",
        "BLOCKXSIZE=256",
        "BLOCKYSIZE=256",
        "BIGTIFF=IF_SAFER",
        "INTERLEAVE=BAND",
    ]
