"""What is timed: the work of each case, on which image, and what is expected of it."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["CASES", "Case", "Output"]


@dataclass(frozen=True)
class Output:
    """One raster a case writes."""

    work: str  # of functions.py, or the name of a filter
    bands: int
    dtype: str


@dataclass(frozen=True)
class Case:
    """One comparison.

    Parameters
    ----------
    name : str
        For ``--case``.
    title : str
    images : tuple of str
        Kinds of `images.py`, on one grid.
    outputs : tuple of Output
    settings : dict
        Of the filter; empty where `outputs` name functions.
    mask : bool
        Whether a mask is given too.
    floor : float or None
        At most so many times the floor.
    least : dict
        Program to how many times our time it takes at least.
    against : (str, float) or None
        Another case, and at most how many times its time this one takes.
    largest : int or None
        Side of the largest image it is run on: some programs take minutes for a megapixel.
    """

    name: str
    title: str
    images: tuple[str, ...]
    outputs: tuple[Output, ...]
    settings: dict = field(default_factory=dict)
    mask: bool = False
    floor: float | None = None
    least: dict[str, float] = field(default_factory=dict)
    against: tuple[str, float] | None = None
    largest: int | None = None

    @property
    def filter(self) -> str:
        """The filter, empty where functions are run."""
        return self.outputs[0].work if self.settings else ""


_MUSEO = {"MuseoToolBox, 1 job": 7, "MuseoToolBox, 2 jobs": 15}
_BLOCKS = {**_MUSEO, "rasterio, 2 threads": 2, "dask, 2 threads": 4}
_SMOOTH = {"OTB": 4, "GRASS, 2 jobs": 8, "scipy on the array": 3}
_RANKED = {"GRASS, 2 jobs": 50, "scipy on the array": 10}


def _filtered(
    kind: str,
    image: str,
    dtype: str,
    floor: float | None,
    least: dict,
    largest: int | None = None,
    **settings,
) -> Case:
    number = next(iter(settings.values()))
    size = f"{2 * number + 1}" if "radius" in settings else f"sigma {number:g}"
    pixels = {
        "byte1": "uint8",
        "short1": "uint16",
        "float1": "float32",
        "classes": "uint8, 10 classes",
    }[image]
    return Case(
        f"{kind}{number if 'sigma' in settings else 2 * number + 1}-{image}",
        f"{kind} {size}, {pixels}",
        (image,),
        (Output(kind, 1, dtype),),
        settings,
        floor=floor,
        least=least,
        largest=largest,
    )


_THREE = (Output("half", 3, "uint8"), Output("ratio", 1, "float32"), Output("loop", 1, "float32"))
_MEAN_GENERIC = {"MuseoToolBox, a Python window": 100}

CASES = (
    Case("copy", "copy, 3 bands of uint8", ("byte3",), (Output("copy", 3, "uint8"),),
         floor=1.25, least=_BLOCKS),
    Case("half", "X / 2, 3 bands of uint8", ("byte3",), (Output("half", 3, "uint8"),),
         floor=1.25, least={**_BLOCKS, "gdal_calc": 1.3, "OTB": 5}),
    Case("ratio", "band ratio, float32", ("byte3",), (Output("ratio", 1, "float32"),),
         floor=1.25, least={**_BLOCKS, "gdal_calc": 2, "OTB": 5}),
    Case("loop", "a loop over rows, float32", ("byte3",), (Output("loop", 1, "float32"),),
         least={"MuseoToolBox, 1 job": 1, "MuseoToolBox, 2 jobs": 1}),
    _filtered("mean", "byte1", "float32", 1.5, {**_SMOOTH, **_MEAN_GENERIC}, radius=1),
    _filtered("mean", "byte1", "float32", 1.5, _SMOOTH, radius=3),
    _filtered("mean", "byte1", "float32", 1.5, _SMOOTH, radius=7),
    _filtered("mean", "float1", "float32", 1.5, _SMOOTH, radius=7),
    _filtered("gaussian", "float1", "float32", 1.5, _SMOOTH, sigma=1.0),
    _filtered("median", "byte1", "uint8", 2, _RANKED, radius=1),
    _filtered("median", "byte1", "uint8", 2, _RANKED, radius=2),
    _filtered("median", "float1", "float32", 2, _RANKED, radius=1),
    _filtered("median", "float1", "float32", 2, _RANKED, radius=2),
    _filtered("std", "float1", "float32", 1.5, {"GRASS, 2 jobs": 8, "scipy on the array": 3},
              radius=3),
    _filtered("minimum", "byte1", "uint8", 1.5, {"GRASS, 2 jobs": 8, "scipy on the array": 3},
              radius=2),
    _filtered("maximum", "byte1", "uint8", 1.5, {"GRASS, 2 jobs": 8, "scipy on the array": 3},
              radius=7),
    _filtered("majority", "classes", "uint8", 2,
              {"GRASS, 2 jobs": 50, "scipy on the array": 50}, radius=2),
    _filtered("majority", "byte1", "uint8", None, {}, radius=2),
    _filtered("median", "short1", "uint16", None, {}, largest=1000, radius=15),
    _filtered("median", "float1", "float32", None, {}, largest=1000, radius=15),
    _filtered("majority", "short1", "uint16", None, {}, largest=1000, radius=15),
    Case("three", "three functions, three outputs, one reading", ("byte3",), _THREE, floor=1.25,
         least={"MuseoToolBox, 1 job": 7, "MuseoToolBox, 2 jobs": 7}),
    Case("three-masked", "the same, 30 % nodata and a mask", ("holes3",), _THREE, mask=True,
         least={"MuseoToolBox, 1 job": 7, "MuseoToolBox, 2 jobs": 7}, against=("three", 1.5)),
)  # fmt: skip
