"""All candidates that the polygons of some images give, as outlines and pixels decide."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine.blocks.parallel import Pool
from poplar_nn_plugin.engine.resources import Resources
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.patches.candidates import NO_SPLIT, Candidates, Status
from poplar_nn_plugin.patches.pixels import (
    one_each,
    pixel_windows,
    share_looked_at,
    tell_specks,
)
from poplar_nn_plugin.patches.reader import look
from poplar_nn_plugin.patches.sources import Frame, Scene
from poplar_nn_plugin.patches.windows import PolygonIndex, candidate_windows, largest_square
from poplar_nn_plugin.progress import Progress, Slice, checkpoint

__all__ = ["classes_with_patches", "having_patches", "labelled_without_patch", "search"]

_POLYGONS_AT_ONCE = 32


def search(
    scenes: list[Scene],
    frame: Frame,
    spec: PatchSpec,
    nodata_share: float,
    resources: Resources,
    progress: Progress,
) -> Candidates:
    """Return all candidates; their `split` is what the labels say.

    Parameters
    ----------
    scenes : list of Scene
    frame : Frame
    spec : PatchSpec
    nodata_share : float
        Greatest share of a patch's pixels that may be invalid.
    resources : Resources
    progress : Progress

    Raises
    ------
    DatasetError
        If none of them can be kept.
    """
    parts = []
    for number, scene in enumerate(scenes):
        part = Slice(progress, number / len(scenes), (number + 1) / len(scenes))
        position, status, owner = _by_outline(scene, spec, resources, Slice(part, 0.0, 0.5))
        polygons = scene.labels.polygons
        if spec.by_centre:
            tell_specks(polygons, scene.image.grid, spec, position, owner, progress)
            codes = np.array([p.code for p in polygons])[owner]
            position, status, owner = one_each(position, status, owner, codes)
        shares = [
            share_looked_at(p, len(polygons), scene.image.grid) if spec.by_centre else 1.0
            for p in polygons
        ]
        share, code, group, split = (
            np.array(values, kind)[owner]
            for values, kind in (
                (shares, float),
                ([p.code for p in polygons], np.uint8),
                ([p.group for p in polygons], np.int32),
                ([NO_SPLIT if p.split is None else p.split for p in polygons], np.uint8),
            )
        )
        fit = np.flatnonzero(status == Status.KEPT)
        status[fit] = look(
            scene.image,
            scene.mask,
            # Of a patch by its centre the pixel there decides, whatever surrounds it.
            position[fit] + (spec.size // 2 if spec.by_centre else 0),
            1 if spec.by_centre else spec.size,
            0.0 if spec.by_centre else nodata_share,
            resources,
            Slice(part, 0.5, 1.0),
        )
        image = np.full(len(status), number, np.int16)
        in_frame = frame.positions(scene.image.grid, position, spec.size)
        columns = (position, status, code, group, split, image, in_frame, 1 / share)
        parts.append(Candidates(*columns))
    found = Candidates.merge(parts)
    if not len(found.kept):
        raise _nothing_fits(scenes, spec, set(found.status.tolist()))
    return found


@dataclass(frozen=True)
class _Outlines:
    """The candidates that some of the polygons of a scene give."""

    scene: Scene
    index: PolygonIndex
    spec: PatchSpec

    def __call__(self, numbers: range) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        polygons, grid = self.scene.labels.polygons, self.scene.image.grid
        windows_of = pixel_windows if self.spec.by_centre else candidate_windows
        return [
            (windows.position, windows.status, np.full(len(windows.status), number))
            for number in numbers
            for windows in windows_of(polygons[number], number, self.index, grid, self.spec)
        ]


def _by_outline(scene: Scene, spec: PatchSpec, resources: Resources, progress: Progress):
    """Return position, status and polygon of the candidates of a scene, polygon after polygon."""
    count = len(scene.labels.polygons)
    work = _Outlines(scene, PolygonIndex(scene.labels, scene.image.grid), spec)
    some = [
        range(first, min(first + _POLYGONS_AT_ONCE, count))
        for first in range(0, count, _POLYGONS_AT_ONCE)
    ]
    parts = [(np.zeros((0, 2), int), np.zeros(0, np.uint8), np.zeros(0, int))]
    with contextlib.closing(Pool(resources.n_jobs).run(work, some)) as results:
        for numbers, found in zip(some, results):
            checkpoint(progress, numbers.start / count)
            parts += found
    position, status, owner = (np.concatenate(column) for column in zip(*parts))
    return position.astype(np.int32), status, owner


def _nothing_fits(scenes: list[Scene], spec: PatchSpec, reasons: set) -> DatasetError:
    if reasons & {Status.NODATA, Status.MASK}:
        return DatasetError(
            "No patch can be cut: where the polygons are large enough, the image has no data or "
            "the mask excludes them. Check nodata, mask and label positions.",
        )
    if spec.by_centre:
        return DatasetError(
            "No pixel is labelled with one class alone: each lies in polygons of two classes or "
            "more. Draw the polygons apart."
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
            largest_square(polygon, number, index, scene.image.grid)
            for scene in scenes
            for index in [PolygonIndex(scene.labels, scene.image.grid)]
            for number, polygon in enumerate(scene.labels.polygons)
            if code in (None, polygon.code)
        ),
        default=0,
    )


def _why_none(
    found: Candidates, scenes: list[Scene], spec: PatchSpec, code: int, count: int
) -> str:
    """Return why a class has no patch and what to do, by the candidate that came furthest."""
    reasons = set(found.status[found.code == code].tolist())
    size, whose = f"{spec.size} x {spec.size} pixels", f"its {count} polygon{'s' * (count > 1)}"
    if Status.NODATA in reasons:
        return f"under {whose} no square of {size} is without gaps in the image's data."
    if Status.MASK in reasons:
        return f"the mask excludes {whose}."
    if Status.MIXED in reasons:
        return (
            f"where {whose} would hold {size}, polygons of other classes cover as much: correct "
            "the overlap, or choose a smaller patch size."
        )
    largest = _largest(scenes, code)
    return (
        f"{whose} cover{'s' * (count == 1)} less than {spec.min_cover:.0%} of any square of {size} "
        f"(the largest square wholly inside one has {largest}): choose a smaller patch size."
    )


def having_patches(classes: ClassMap, found: Candidates) -> ClassMap:
    """Return the classes of which a candidate is kept."""
    return classes.some(np.unique(found.code[found.kept]).tolist())


def labelled_without_patch(scenes: list[Scene], having: ClassMap) -> tuple[str, ...]:
    """Return the names of the classes of the labels that are none of `having`.

    Those whose polygons all lie off the images are among them: a map of these images lacks them.
    """
    classes = scenes[0].labels.classes
    pairs = zip(classes.codes, classes.names)
    return tuple(name for code, name in pairs if code not in having.codes)


def classes_with_patches(
    found: Candidates, scenes: list[Scene], spec: PatchSpec, least: int, progress: Progress
) -> ClassMap:
    """Return the classes that have patches; say which labels have none, and what would fit.

    Raises
    ------
    DatasetError
        If there are fewer than `least`.
    """
    classes = scenes[0].labels.classes
    having = having_patches(classes, found)
    for name in labelled_without_patch(scenes, having):
        code = classes.codes[classes.names.index(name)]
        count = sum(p.code == code for scene in scenes for p in scene.labels.polygons)
        if not count:
            progress.warn(
                f"class '{name}' has no polygon on the image and will not be on the map: label it "
                "there, or filter it out of the label layer if it is of another image."
            )
        elif spec.by_centre:
            progress.warn(
                f"class '{name}' has no labelled pixel and will not be on the map: where its "
                f"{count} polygons lie there is no data, or another class is labelled, too."
            )
        else:
            progress.warn(
                f"class '{name}' has no patch and will not be on the map: "
                f"{_why_none(found, scenes, spec, code, count)}"
            )
    if len(having.codes) < least and spec.by_centre:
        raise DatasetError(
            f"Pixels of one class only ({', '.join(having.names)}) are labelled where the image "
            "has data and the mask allows it: label the other classes there, too."
        )
    if len(having.codes) < least:
        raise DatasetError(
            f"Patches of {spec.size} x {spec.size} pixels, on data and inside the mask, fit in "
            f"polygons of one class only ({', '.join(having.names)}): choose a "
            "smaller patch size, or draw larger polygons in the other classes."
        )
    return having
