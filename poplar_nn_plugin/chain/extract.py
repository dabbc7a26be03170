"""Cut patches: from images and labelled polygons to a dataset that a network can learn from.

The outlines of the polygons give candidate windows; image and mask strike some out; whole groups
go to training, validation or test; patches that come too near to their judges are left out; what
remains is written as raw pixels. Every candidate, kept or not, is drawn in the footprints layer.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from poplar_nn_plugin.chain.align import pixel_size_metres
from poplar_nn_plugin.chain.candidates import (
    KEPT,
    STATUSES,
    Neighbours,
    largest_square,
    tiles,
)
from poplar_nn_plugin.chain.footprints import FIELDS
from poplar_nn_plugin.chain.labels import Labels
from poplar_nn_plugin.chain.pieces import Means, cut, look, reading_order, require_memory
from poplar_nn_plugin.chain.record import fingerprint
from poplar_nn_plugin.chain.scenes import Frame, Scene, joined, require_alike
from poplar_nn_plugin.chain.sides import (
    NO_SPLIT,
    Candidates,
    SplitRule,
    count_by_side,
    require_training,
    split_candidates,
    together,
)
from poplar_nn_plugin.chain.spread import cap
from poplar_nn_plugin.chain.vector import write_polygons
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.engine.parallel import Pool
from poplar_nn_plugin.errors import DatasetError, ParameterError
from poplar_nn_plugin.nn.classes import ClassMap
from poplar_nn_plugin.nn.dataset import LABEL_DTYPE, DatasetWriter
from poplar_nn_plugin.nn.spec import PatchSpec
from poplar_nn_plugin.nn.split import SPLITS
from poplar_nn_plugin.progress import Progress, Silent, Slice, checkpoint

__all__ = ["FOOTPRINTS", "Extraction", "Selection", "extract"]

FOOTPRINTS = "footprints.gpkg"
"""Name of the layer of all candidates, inside the dataset's folder."""

_POLYGONS_AT_ONCE = 32


@dataclass(frozen=True)
class Selection:
    """Which of the candidates become patches.

    Parameters
    ----------
    nodata_share : float
        Greatest share of a patch's pixels, from 0 and below 1, that may be without data. Those
        get the mean of the patch's other pixels, band by band, as when a map is drawn.
    max_per_class : int or None
        Most patches of a class; they are taken from all groups alike.

    Raises
    ------
    ParameterError
        If a value is out of range.
    """

    nodata_share: float = 0.0
    max_per_class: int | None = None

    def __post_init__(self):
        if not 0 <= self.nodata_share < 1:
            raise ParameterError(
                "The share of a patch without data must be from 0 and below 1, got "
                f"{self.nodata_share}."
            )
        if self.max_per_class is not None and self.max_per_class < 1:
            raise ParameterError(
                f"A class needs at least 1 patch, but at most {self.max_per_class} were asked for."
            )


@dataclass(frozen=True)
class Extraction:
    """What an extraction gave.

    Parameters
    ----------
    count : int
        Patches kept.
    classes : ClassMap
        Those that have patches.
    table : dict of str to dict of str to int
        Class name to split to number of patches.
    dropped : dict of str to int
        Reason to number of candidates left out.
    """

    count: int
    classes: ClassMap
    table: dict
    dropped: dict


def extract(
    image: RasterSource,
    labels: Labels,
    spec: PatchSpec,
    folder: str | Path,
    *,
    mask=None,
    more: Sequence[Scene] = (),
    rule: SplitRule | None = None,
    selection: Selection | None = None,
    means: Means | None = None,
    progress: Progress | None = None,
) -> Extraction:
    """Cut the patches that labelled polygons give.

    Parameters
    ----------
    image : RasterSource
        Read window by window, never whole; its bands are those of `spec`.
    labels : Labels
    spec : PatchSpec
    folder : str or Path
        Where the dataset appears when it is whole.
    mask : RasterSource or PolygonSource, optional
        On the image's grid; patches whose centre is masked are left out.
    more : sequence of Scene
        Other images of the same kind with their labels. Groups of one name are one group; places
        that images share count as one place.
    rule : SplitRule, optional
        Used where the labels carry no split.
    selection : Selection, optional
    means : Means, optional
        Memory and threads; they change nothing in the dataset.
    progress : Progress, optional

    Returns
    -------
    Extraction

    Raises
    ------
    ParameterError
        If a patch is larger than an image.
    DatasetError
        If no polygon holds a patch, fewer than two classes have patches to train on, or the
        images do not go together.
    MemoryBudgetError
        If the memory is too small for a few patches.
    """
    progress, rule, folder = progress or Silent(), rule or SplitRule(), Path(folder)
    means, selection = means or Means(), selection or Selection()
    scenes, groups = joined([Scene(image, labels, mask), *more])
    kind = _kind(image)
    for scene in scenes:
        _require_room(scene, spec)
        require_alike(scene.image, kind, Path(image.path).name)
        require_memory(scene.image, spec.size, means)
    frame = Frame(image.grid)
    part = Slice(progress, 0, 0.5)
    found = _candidates(scenes, frame, spec, selection.nodata_share, means, part)
    classes = _classes_with_patches(found, scenes, spec, progress)
    reach = max(frame.reach(scene.image.grid, spec.size) for scene in scenes)
    recipe = split_candidates(found, groups, classes, spec.size, reach, rule, progress)
    if selection.max_per_class is not None:
        cap(found, selection.max_per_class, rule.seed)
    kept = _in_order(found)
    table = count_by_side(found, kept, classes)
    require_training(table)
    meta = {
        "image": kind,
        "groups": groups,
        "split_recipe": recipe,
        "selection": asdict(selection),
        "sources": [_source(scene.image) for scene in scenes],
    }
    with DatasetWriter(folder, len(kept), spec, image.dtype, classes, meta) as writer:
        _write_patches(writer, scenes, found, kept, spec, means, Slice(progress, 0.5, 0.95))
        rows = _footprint_rows(scenes, frame, found, kept, classes, groups, spec)
        write_polygons(writer.folder / FOOTPRINTS, image.grid.crs, FIELDS, rows)
    dropped = {
        name: int((found.status == number).sum())
        for number, name in enumerate(STATUSES)
        if number != KEPT and (found.status == number).any()
    }
    progress.advance(1.0)
    return Extraction(len(kept), classes, table, dropped)


def _kind(image: RasterSource) -> dict:
    """Return what the dataset says of its images."""
    return {
        "bands": list(image.band_names),
        "dtype": image.dtype,
        "band_count": len(RasterSource(image.path).bands),
        "pixel_size": list(image.grid.pixel_size),
        "pixel_metres": pixel_size_metres(image.grid),
        "crs": image.grid.crs,
        "nodata": _json_nodata(image.nodata),
    }


def _source(image: RasterSource) -> dict:
    grid = image.grid
    return {
        **fingerprint(image.path),
        "width": grid.width,
        "height": grid.height,
        "transform": list(grid.transform),
        "crs": grid.crs,
    }


def _require_room(scene: Scene, spec: PatchSpec) -> None:
    grid = scene.image.grid
    if spec.size > min(grid.width, grid.height):
        raise ParameterError(
            f"A patch of {spec.size} x {spec.size} pixels is larger than the image "
            f"({grid.width} x {grid.height}): choose a patch size of at most "
            f"{min(grid.width, grid.height)}.",
            size=spec.size,
        )


def _candidates(
    scenes: list[Scene],
    frame: Frame,
    spec: PatchSpec,
    nodata_share: float,
    means: Means,
    progress: Progress,
) -> Candidates:
    """Return all candidates; `split` is what the labels say."""
    parts = []
    for number, scene in enumerate(scenes):
        part = Slice(progress, number / len(scenes), (number + 1) / len(scenes))
        position, status, owner = _by_outline(scene, spec, means, Slice(part, 0.0, 0.5))
        polygons = scene.labels.polygons
        code, group, split = (
            np.array(values, kind)[owner]
            for values, kind in (
                ([p.code for p in polygons], np.uint8),
                ([p.group for p in polygons], np.int32),
                ([NO_SPLIT if p.split is None else p.split for p in polygons], np.uint8),
            )
        )
        fit = np.flatnonzero(status == KEPT)
        status[fit] = look(
            scene.image,
            scene.mask,
            position[fit],
            spec.size,
            nodata_share,
            means,
            Slice(part, 0.5, 1.0),
        )
        image = np.full(len(status), number, np.int16)
        place = frame.places(scene.image.grid, position, spec.size)
        parts.append(Candidates(position, status, code, group, split, image, place))
    found = together(parts)
    if not len(found.kept):
        raise _nothing_fits(scenes, spec, {STATUSES[s] for s in np.unique(found.status)})
    return found


@dataclass(frozen=True)
class _Outlines:
    """The candidates that some of the polygons of a scene give."""

    scene: Scene
    neighbours: Neighbours
    spec: PatchSpec

    def __call__(self, numbers: range) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        polygons, grid = self.scene.labels.polygons, self.scene.image.grid
        return [
            (tile.position, tile.status, np.full(len(tile.status), number))
            for number in numbers
            for tile in tiles(polygons[number], number, self.neighbours, grid, self.spec)
        ]


def _by_outline(scene: Scene, spec: PatchSpec, means: Means, progress: Progress):
    """Return position, status and polygon of the candidates of a scene, polygon after polygon."""
    count = len(scene.labels.polygons)
    work = _Outlines(scene, Neighbours(scene.labels, scene.image.grid), spec)
    some = [
        range(first, min(first + _POLYGONS_AT_ONCE, count))
        for first in range(0, count, _POLYGONS_AT_ONCE)
    ]
    parts = [(np.zeros((0, 2), int), np.zeros(0, np.uint8), np.zeros(0, int))]
    with contextlib.closing(Pool(means.n_jobs).run(work, some)) as results:
        for numbers, found in zip(some, results):
            checkpoint(progress, numbers.start / count)
            parts += found
    position, status, owner = (np.concatenate(column) for column in zip(*parts))
    return position.astype(np.int32), status, owner


def _nothing_fits(scenes: list[Scene], spec: PatchSpec, reasons: set) -> DatasetError:
    if reasons & {"nodata", "mask"}:
        return DatasetError(
            "No patch can be cut: where the polygons are large enough, the image has no data or "
            "the mask excludes them. Check nodata, mask and label positions.",
        )
    largest = _largest(scenes)
    return DatasetError(
        f"No polygon holds a patch of {spec.size} x {spec.size} pixels covered to "
        f"{spec.min_cover:.0%}: the largest patch wholly inside a polygon has {largest} pixels. "
        "Choose a smaller patch size, or draw larger polygons.",
        size=spec.size,
        largest=largest,
    )


def _largest(scenes: list[Scene], code: int | None = None) -> int:
    """Return the side of the largest patch inside one polygon, of a class or of any."""
    return max(
        (
            largest_square(polygon, number, neighbours, scene.image.grid)
            for scene in scenes
            for neighbours in [Neighbours(scene.labels, scene.image.grid)]
            for number, polygon in enumerate(scene.labels.polygons)
            if code in (None, polygon.code)
        ),
        default=0,
    )


def _classes_with_patches(found: Candidates, scenes, spec, progress: Progress) -> ClassMap:
    """Return the classes that have patches; say which have none, and what would fit."""
    have = set(np.unique(found.code[found.kept]).tolist())
    classes = scenes[0].labels.classes
    rows = []
    for row in zip(classes.codes, classes.names, classes.colours):
        code, name, _ = row
        if code in have:
            rows.append(row)
            continue
        count = sum(p.code == code for scene in scenes for p in scene.labels.polygons)
        progress.message(
            f"Warning: class '{name}' has no patch and will not be on the map: none of its "
            f"{count} polygons holds {spec.size} x {spec.size} pixels with data (the largest "
            f"wholly inside one has {_largest(scenes, code)})."
        )
    if len(rows) < 2:
        raise DatasetError(
            f"Patches of {spec.size} x {spec.size} pixels, on data and inside the mask, fit in "
            f"polygons of one class only ({', '.join(name for _, name, _ in rows)}): choose a "
            "smaller patch size, or draw larger polygons in the other classes."
        )
    return ClassMap(*zip(*rows))


def _in_order(found: Candidates) -> np.ndarray:
    """Return the positions of what is kept, in the order of the dataset."""
    kept = found.kept
    parts = [kept[found.image[kept] == image] for image in np.unique(found.image[kept])]
    return np.concatenate([part[reading_order(found.position[part])] for part in parts])


def _write_patches(
    writer, scenes, found: Candidates, kept: np.ndarray, spec, means: Means, progress: Progress
) -> None:
    labels = np.zeros(len(kept), LABEL_DTYPE)
    labels["class"], labels["group"] = found.code[kept], found.group[kept]
    labels["split"], labels["image"] = found.split[kept], found.image[kept]
    labels["row"], labels["col"] = found.position[kept].T
    written = 0
    for number, scene in enumerate(scenes):
        own = kept[found.image[kept] == number]
        share = Slice(progress, written / len(kept), (written + len(own)) / len(kept))
        for _, patches in cut(scene.image, found.position[own], spec.size, means, share):
            stop = written + len(patches)
            writer.write(written, patches, labels[written:stop])
            written = stop


def _footprint_rows(
    scenes, frame: Frame, found: Candidates, kept: np.ndarray, classes: ClassMap, groups, spec
) -> Iterator[tuple[bytes, tuple]]:
    names = {c: n for s in scenes for c, n in zip(s.labels.classes.codes, s.labels.classes.names)}
    names |= dict(zip(classes.codes, classes.names))
    patch = np.full(len(found.status), -1)
    patch[kept] = np.arange(len(kept))
    for image, scene in enumerate(scenes):
        own, name = np.flatnonzero(found.image == image), scene.name
        outlines = frame.outlines(scene.image.grid, found.position[own], spec.size)
        columns = (patch, found.code, found.group, found.split, found.status)
        for outline, number, code, group, split, status in zip(
            outlines, *(column[own].tolist() for column in columns)
        ):
            yield (
                outline,
                (
                    number if status == KEPT else None,
                    code,
                    names[code],
                    groups[group],
                    SPLITS[split] if split < len(SPLITS) else None,
                    STATUSES[status],
                    name,
                ),
            )


def _json_nodata(nodata):
    """Return nodata as JSON has it: NaN has no number there."""
    values = nodata if isinstance(nodata, (tuple, list)) else [nodata]
    return [None if v is None else "nan" if math.isnan(v) else v for v in values]
