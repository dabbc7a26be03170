"""What ``dataset.json`` says, and that it does not contradict itself."""

# Hints are read at run time, in Python 3.9 too: no `from __future__ import annotations` here.
from dataclasses import dataclass, field
from typing import Annotated, Any, Optional

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.fields import Between, Count, FieldError, Positive, Real, left_out
from poplar_nn_plugin.dataset.given_nodata import GivenNodata
from poplar_nn_plugin.dataset.images import DataType, ImageMetadata
from poplar_nn_plugin.dataset.spec import PatchSpec

__all__ = ["DatasetDescription", "DatasetSource"]

_Side = Annotated[int, Between(1, 2**31 - 1)]
_Fold = Annotated[int, Between(1, 2**31 - 1)]
_Labelled = tuple[Annotated[int, Between(1, 254)], Count, Positive]


@dataclass(frozen=True)
class DatasetSource:
    """An image that patches come from, or the folder they were imported from.

    Parameters
    ----------
    path : str
    bytes, modified, sha256 : optional
        Of a file, as of `poplar_nn_plugin.record.fingerprint`.
    width, height, transform, crs : optional
        Its grid, where it is known where the patches lie.
    nodata : optional
        What was set to have no data and is not said by the file, such as on the layer in QGIS; as
        of `poplar_nn_plugin.dataset.given_nodata.nodata_values`.
    alpha : bool
        Whether a band that is called alpha masked the others.
    options : tuple of str
        GDAL's open options.
    """

    path: str
    bytes: Optional[Count] = left_out()
    modified: str = left_out("")
    sha256: str = left_out("")
    width: Optional[_Side] = left_out()
    height: Optional[_Side] = left_out()
    transform: Optional[tuple[Real, Real, Real, Real, Real, Real]] = left_out()
    crs: Optional[str] = left_out()
    nodata: Optional[Annotated[Any, GivenNodata()]] = left_out()
    alpha: bool = left_out(True)
    options: tuple[str, ...] = left_out(())

    @property
    def placed(self) -> bool:
        """Whether its grid is known."""
        return None not in (self.width, self.height, self.transform, self.crs)


@dataclass(frozen=True)
class DatasetDescription:
    """The fields of ``dataset.json``.

    Parameters
    ----------
    spec : PatchSpec
    classes : ClassMap
    dtype : str
        Of the pixels, as NumPy calls it.
    count : int
        Number of patches.
    image : ImageMetadata
    groups : tuple of str
        Names of the groups.
    split_recipe : dict
        How the patches were divided, as what divided them says it; ``added`` holds, one by one,
        how those were that were added later.
    sources : tuple of DatasetSource
    pixel_labels : bool
        Whether the class of each pixel is kept.
    folds : tuple, optional
        Of each group, the fold that its labels give it for a cross-validation, None for none.
    missing_classes : tuple of str
        Names of the classes that the labels have and no patch.
    labelled : tuple of (int, int, float)
        Class code, group and number of candidates that its patches were drawn from, where not all
        were taken; see `poplar_nn_plugin.dataset.weights`.
    versions : dict of str to str
    """

    spec: PatchSpec
    classes: ClassMap
    dtype: DataType
    count: Annotated[int, Between(1, 2**40)]
    image: ImageMetadata
    groups: tuple[str, ...]
    split_recipe: dict = field(default_factory=dict)
    sources: tuple[DatasetSource, ...] = ()
    pixel_labels: bool = False
    folds: Optional[tuple[Optional[_Fold], ...]] = left_out()
    missing_classes: tuple[str, ...] = left_out(())
    labelled: tuple[_Labelled, ...] = left_out(())
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
        if set(self.missing_classes) & set(self.classes.names):
            raise FieldError("missing_classes names a class that has patches")
        added = self.split_recipe.get("added", ())
        if not isinstance(added, (list, tuple)) or not all(isinstance(one, dict) for one in added):
            raise FieldError("split_recipe.added must be a list of objects")
