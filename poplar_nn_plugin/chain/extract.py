"""Cut patches: from images and labelled polygons to a dataset that a network can learn from.

The outlines of the polygons give candidate windows; image and mask strike some out; whole groups
go to training, validation or test; patches that come too near to their judges are left out; what
remains is written as raw pixels. Every candidate, kept or not, is drawn in the footprints layer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from poplar_nn_plugin.chain.align import pixel_size_metres
from poplar_nn_plugin.chain.background import Draw, draw_background, with_background
from poplar_nn_plugin.chain.candidates import KEPT, STATUSES
from poplar_nn_plugin.chain.examples import EXAMPLES, Examples, choose_examples
from poplar_nn_plugin.chain.footprints import FIELDS, footprint_rows
from poplar_nn_plugin.chain.labels import Labels
from poplar_nn_plugin.chain.pieces import Means, cut, reading_order, require_memory
from poplar_nn_plugin.chain.record import fingerprint
from poplar_nn_plugin.chain.scenes import Frame, Scene, joined, require_alike
from poplar_nn_plugin.chain.search import classes_with_patches, having_patches, search
from poplar_nn_plugin.chain.selection import Selection
from poplar_nn_plugin.chain.sides import (
    Candidates,
    SplitRule,
    count_by_side,
    require_training,
    split_candidates,
)
from poplar_nn_plugin.chain.spread import cap
from poplar_nn_plugin.chain.vector import write_polygons
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.nn.classes import ClassMap
from poplar_nn_plugin.nn.dataset import LABEL_DTYPE, DatasetWriter
from poplar_nn_plugin.nn.spec import PatchSpec
from poplar_nn_plugin.progress import Progress, Silent, Slice

__all__ = ["FOOTPRINTS", "Extraction", "extract"]

FOOTPRINTS = "footprints.gpkg"
"""Name of the layer of all candidates, inside the dataset's folder."""


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
    draw_examples: Callable[[list[Examples], Path], None] | None = None,
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
    draw_examples : callable, optional
        Writes a picture of examples of each class under the path it is given.
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
    if selection.background is not None:
        whole, code = with_background(labels.classes, selection.background)
    frame = Frame(image.grid)
    part = Slice(progress, 0, 0.4 if selection.background else 0.5)
    found = search(scenes, frame, spec, selection.nodata_share, means, part)
    least = 1 if selection.background else 2
    classes = classes_with_patches(found, scenes, spec, least, progress)
    reach = max(frame.reach(scene.image.grid, spec.size) for scene in scenes)
    recipe = split_candidates(found, groups, classes, spec.size, reach, rule, progress)
    if selection.max_per_class is not None:
        cap(found, selection.max_per_class, rule.seed)
    if selection.background is not None:
        count = selection.count_background(found, code)
        share, buffer = selection.nodata_share, recipe["buffer"]
        draw = Draw(code, count, spec.size, reach, buffer, share, rule)
        part = Slice(progress, 0.4, 0.5)
        found = draw_background(scenes, frame, found, groups, draw, means, part)
        classes = having_patches(whole, found)
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
        rows = footprint_rows(scenes, frame, found, kept, classes, groups, spec.size)
        write_polygons(writer.folder / FOOTPRINTS, image.grid.crs, FIELDS, rows)
        if draw_examples is not None:
            chosen = choose_examples(writer.read(), writer.labels, classes, rule.seed)
            draw_examples(chosen, writer.folder / EXAMPLES)
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


def _json_nodata(nodata):
    """Return nodata as JSON has it: NaN has no number there."""
    values = nodata if isinstance(nodata, (tuple, list)) else [nodata]
    return [None if v is None else "nan" if math.isnan(v) else v for v in values]
