"""An existing dataset, to which patches are added."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.description import DatasetDescription, DatasetSource
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.dataset.weights import patch_weights
from poplar_nn_plugin.dataset.writer import DatasetWriter
from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.engine.georeference import PIXELS
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.labels.labels import Labels
from poplar_nn_plugin.labels.vector import read_polygons
from poplar_nn_plugin.patches.candidates import Candidates, Status
from poplar_nn_plugin.patches.footprints import FOOTPRINT_FIELDS, FOOTPRINTS
from poplar_nn_plugin.patches.joined_classes import join_classes
from poplar_nn_plugin.patches.sources import Frame, Scene
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["ExistingDataset"]

_CHUNK = 16 * 2**20  # bytes copied at once
_OWN_GROUP = re.compile(r"polygon \d+")


@dataclass(frozen=True, eq=False)
class ExistingDataset:
    """The patches of an existing dataset; see `open`.

    Parameters
    ----------
    folder : Path
    spec : PatchSpec
    classes : ClassMap
        Its own, and those that are added.
    labels : ndarray of LABEL_DTYPE, shape (n,)
    description : DatasetDescription
    grids : tuple of Grid
        Of its images.
    """

    folder: Path
    spec: PatchSpec
    classes: ClassMap
    labels: np.ndarray
    description: DatasetDescription
    grids: tuple[Grid, ...]

    @classmethod
    def open(cls, folder: str | Path) -> ExistingDataset:
        """Open a dataset that patches can be added to.

        Raises
        ------
        DatasetError
            If there is none, or it does not say where its patches lie.
        """
        found = PatchDataset.open(folder)
        sources = found.description.sources
        placed = sources and all(source.placed for source in sources)
        # What was imported says the sources it once came from, but counts its own rows and columns.
        if not placed or found.description.image.georeferenced is not None:
            raise DatasetError(
                f"Nothing can be added to {folder}: it does not say where its patches lie, so "
                "training could not be kept apart from the other splits. Make a dataset of its "
                "own, or extract those patches again, too.",
                path=str(folder),
            )
        grids = tuple(
            Grid(source.width, source.height, _transform(source), source.crs) for source in sources
        )
        # A copy: some systems do not replace a folder with files that are mapped.
        labels = np.array(found.labels)
        return cls(found.folder, found.spec, found.classes, labels, found.description, grids)

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of its groups."""
        return self.description.groups

    @property
    def folds(self) -> Sequence[int | None]:
        """The fold of each of its groups, None for none."""
        return self.description.folds or [None] * len(self.groups)

    @property
    def frame(self) -> Frame:
        """The pixels of its first image."""
        return Frame(self.grids[0])

    @property
    def square(self) -> int:
        """Side of the square around a patch, in pixels of the first image."""
        return max(self.frame.square(grid, self.spec.size) for grid in self.grids)

    def require(self, spec: PatchSpec, pixel_labels: bool) -> None:
        """Raise DatasetError unless patches of a spec go together with these.

        Parameters
        ----------
        spec : PatchSpec
        pixel_labels : bool
            Whether the new ones come with the class of each pixel.
        """
        has = self.description.pixel_labels
        if has != pixel_labels:
            raise DatasetError(
                f"{self.folder.name} {'holds' if has else 'does not hold'} the class of each "
                f"pixel of its patches: set 'Keep the class of each pixel' (PIXEL_LABELS) to "
                f"{str(has).lower()}, or make a dataset of its own.",
                expected=has,
                got=pixel_labels,
            )
        for what, expected, got in (
            ("patches of side", self.spec.size, spec.size),
            ("the bands", list(self.spec.bands), list(spec.bands)),
            ("patches around labelled pixels:", self.spec.by_centre, spec.by_centre),
        ):
            if expected != got:
                raise DatasetError(
                    f"{self.folder.name} has {what} {expected}, but {got} was asked for: add "
                    "patches of the same kind, or make a dataset of its own.",
                    expected=expected,
                    got=got,
                )

    def joined(
        self, scenes: Sequence[Scene], progress: Progress
    ) -> tuple[ExistingDataset, list[Scene]]:
        """Return the dataset with the new classes of some scenes, and these as a part of it.

        Raises
        ------
        DatasetError, LabelError
            As of `poplar_nn_plugin.patches.joined_classes.join_classes`.
        """
        classes, labels = join_classes(
            self.classes, [scene.labels for scene in scenes], self.folder.name, progress
        )
        labels = [self._renamed(one) for one in labels]
        found = [replace(scene, labels=one) for scene, one in zip(scenes, labels)]
        return replace(self, classes=classes), found

    def having(self, classes: ClassMap, found: Candidates) -> ClassMap:
        """Return those classes that the dataset has, or that a candidate brings to it."""
        return classes.some({*self.description.classes.codes, *found.code[found.kept].tolist()})

    def _renamed(self, labels: Labels) -> Labels:
        """Return labels whose polygons of no group are not taken for those that are here."""
        turn = 1 + len(self.description.split_recipe.get("added", ()))
        groups = tuple(
            f"{name} (added {turn})" if _OWN_GROUP.fullmatch(name) else name
            for name in labels.groups
        )
        return replace(labels, groups=groups)

    def candidates(self) -> Candidates:
        """Return its patches as candidates that are all kept, of images that are not read."""
        labels, count = self.labels, len(self.labels)
        position = np.stack([labels["row"], labels["col"]], axis=1)
        in_frame = np.zeros((count, 2))
        for number, grid in enumerate(self.grids):
            own = labels["image"] == number
            in_frame[own] = self.frame.positions(grid, position[own], self.spec.size)
        return Candidates(
            position,
            np.full(count, Status.KEPT, np.uint8),
            labels["class"],
            labels["group"],
            labels["split"],
            np.full(count, -1, np.int16),
            in_frame,
            patch_weights(labels["class"], labels["group"], self.description.labelled),
        )

    def sources(self, new: list[DatasetSource]) -> tuple[list[DatasetSource], list[int]]:
        """Return all sources, each once, and the positions of the new ones among them."""
        found, places = list(self.description.sources), []
        for source in new:
            same = [n for n, old in enumerate(found) if _identity(old) == _identity(source)]
            places.append(same[0] if same else len(found))
            if not same:
                found.append(source)
        return found, places

    def without_known(self, found: Candidates, images: list[int]) -> Candidates:
        """Return candidates of which none is kept that is a patch here already.

        Parameters
        ----------
        found : Candidates
        images : list of int
            Which image of this dataset each of theirs is.
        """
        columns = [self.labels[name].tolist() for name in ("image", "row", "col", "class")]
        known = set(zip(*columns))
        kept = found.kept
        theirs = zip(
            np.array(images)[found.image[kept]].tolist(),
            *found.position[kept].T.tolist(),
            found.code[kept].tolist(),
        )
        again = np.fromiter((key in known for key in theirs), bool, len(kept))
        return found.marked(kept[again], Status.KNOWN)

    def copy(self, writer: DatasetWriter, progress: Progress) -> None:
        """Write the patches that are here as the first ones of a new dataset."""
        dataset = PatchDataset.open(self.folder)
        x, masks = dataset.x, dataset.masks
        step = max(1, _CHUNK // max(x[:1].nbytes, 1))
        for start in range(0, len(x), step):
            checkpoint(progress)
            stop = min(start + step, len(x))
            part = None if masks is None else np.array(masks[start:stop])
            writer.write(start, np.array(x[start:stop]), self.labels[start:stop], part)

    def footprints(self) -> Iterator[tuple[bytes, tuple]]:
        """Yield the footprints, if there are any, as outlines and values of `FOOTPRINT_FIELDS`."""
        path = self.folder / FOOTPRINTS
        if path.is_file():
            for outline, values in read_polygons(path):
                yield outline, tuple(values.get(name) for name in FOOTPRINT_FIELDS)


def _identity(source: DatasetSource) -> tuple:
    return source.sha256 or source.path, source.bytes, source.transform


def _transform(source: DatasetSource) -> tuple:
    """Return the transform of an image; earlier versions let rows without a georeference go up."""
    upwards = (0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    return PIXELS if not source.crs and source.transform == upwards else source.transform
