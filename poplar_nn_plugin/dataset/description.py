"""What ``dataset.json`` says, and that it does not contradict itself."""

# Hints are read at run time, in Python 3.9 too: no `from __future__ import annotations` here.
from dataclasses import dataclass, field
from typing import Annotated, Optional

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.fields import Between, Count, FieldError, Real
from poplar_nn_plugin.dataset.images import DataType, ImageFields
from poplar_nn_plugin.dataset.spec import PatchSpec

__all__ = ["DatasetFields", "DatasetSourceFields"]

_Side = Annotated[int, Between(1, 2**31 - 1)]


@dataclass(frozen=True)
class DatasetSourceFields:
    """An image that patches come from, or the folder they were imported from.

    Where the patches lie is known where there is a transform.
    """

    path: str
    sha256: str = ""
    bytes: Count = 0
    width: _Side = 1
    height: _Side = 1
    transform: tuple[Real, Real, Real, Real, Real, Real] = (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)
    crs: str = ""


@dataclass(frozen=True)
class RecipeFields:
    """How patches were divided; what was added later was divided in its own way."""

    added: tuple[dict, ...] = ()


@dataclass(frozen=True)
class DatasetFields:
    """The fields of ``dataset.json``.

    Parameters
    ----------
    spec : PatchSpec
    classes : ClassMap
    dtype : str
        Of the pixels, as NumPy calls it.
    count : int
        Number of patches.
    image : ImageFields
    groups : tuple of str
        Names of the groups.
    sources : tuple of DatasetSourceFields
    split_recipe : RecipeFields
    pixel_labels : bool
        Whether the class of each pixel is kept.
    folds : tuple, optional
        Of each group, the fold that its labels give it for a cross-validation, None for none.
    versions : dict of str to str
    """

    spec: PatchSpec
    classes: ClassMap
    dtype: DataType
    count: Annotated[int, Between(1, 2**40)]
    image: ImageFields
    groups: tuple[str, ...]
    sources: tuple[DatasetSourceFields, ...] = ()
    split_recipe: RecipeFields = field(default_factory=RecipeFields)
    pixel_labels: bool = False
    folds: Optional[tuple[Optional[Annotated[int, Between(1, 2**31 - 1)]], ...]] = None
    versions: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        bands = len(self.spec.bands)
        if len(self.image.bands) != bands:
            raise FieldError(
                f"image.bands must name the {bands} bands of the patches, got "
                f"{len(self.image.bands)}"
            )
        if self.image.dtype != self.dtype:
            raise FieldError(f"image.dtype is {self.image.dtype}, dtype is {self.dtype}")
        if self.folds is not None and len(self.folds) != len(self.groups):
            raise FieldError(
                f"folds must name one for each of the {len(self.groups)} groups, got "
                f"{len(self.folds)}"
            )
