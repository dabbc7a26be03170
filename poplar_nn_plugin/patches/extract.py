"""Cut patches: from images and labelled polygons to a dataset that a network can learn from.

The outlines of the polygons give candidate windows; image and mask exclude some; whole groups go
to training, validation or test; patches that come too near to another split are left out; what
remains is written as raw pixels. Every candidate, kept or not, is drawn in the footprints layer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.description import DatasetDescription
from poplar_nn_plugin.dataset.images import ImageMetadata
from poplar_nn_plugin.dataset.reader import LABEL_DTYPE
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.dataset.weights import labelled_counts
from poplar_nn_plugin.dataset.writer import DatasetWriter
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.engine.resources import Resources
from poplar_nn_plugin.errors import LabelError, ParameterError
from poplar_nn_plugin.labels.ellipsoid import pixel_size_metres
from poplar_nn_plugin.labels.labels import Labels
from poplar_nn_plugin.labels.vector import write_polygons
from poplar_nn_plugin.patches.candidates import Candidates, Status
from poplar_nn_plugin.patches.examples import EXAMPLES_FILE, Examples, choose_examples
from poplar_nn_plugin.patches.existing import ExistingDataset
from poplar_nn_plugin.patches.footprints import FOOTPRINT_FIELDS, FOOTPRINTS, footprint_rows
from poplar_nn_plugin.patches.pixel_labels import PixelLabels
from poplar_nn_plugin.patches.planning import plan_patches
from poplar_nn_plugin.patches.reader import cut, require_memory
from poplar_nn_plugin.patches.selection import Selection
from poplar_nn_plugin.patches.sources import Scene, require_alike, with_common_groups
from poplar_nn_plugin.patches.splitting.group_folds import deal_background, label_folds
from poplar_nn_plugin.patches.splitting.splits import SplitRule, count_by_split, require_training
from poplar_nn_plugin.progress import Progress, Silent, Slice, checkpoint

__all__ = ["FOOTPRINTS", "Extraction", "extract", "metadata_of"]


_ROWS_BETWEEN_LOOKS = 5000


@dataclass(frozen=True)
class Extraction:
    """What an extraction gave.

    Parameters
    ----------
    count : int
        Patches in the dataset.
    classes : ClassMap
        Those that have patches.
    missing : tuple of str
        Names of those that have polygons and no patch.
    table : dict of str to dict of str to int
        Class name to split to number of patches.
    dropped : dict of str to int
        Reason to number of candidates left out.
    """

    count: int
    classes: ClassMap
    missing: tuple[str, ...]
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
    resources: Resources | None = None,
    append_to: str | Path | None = None,
    draw_examples: Callable[[list[Examples], Path], None] | None = None,
    pixel_labels: bool = False,
    progress: Progress | None = None,
) -> Extraction:
    """Cut the patches that labelled polygons give.

    With a spec that is `by_centre` it is one patch for each labelled pixel, as far as the image has
    data there: ``PatchSpec(size=7, stride=1, bands=image.bands, by_centre=True)``. Of many pixels
    20 000 are taken, or of each class what `selection` says, from all groups alike. What of a
    window lies beyond the image, or has no data, holds the mean of the rest.

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
        Other images of the same kind with their labels. Groups of one name are one group; ground
        that images share counts once.
    rule : SplitRule, optional
        Used where the labels carry no split.
    selection : Selection, optional
    resources : Resources, optional
        Memory and threads; they change nothing in the dataset.
    append_to : str or Path, optional
        Folder of a dataset whose patches come first; it may be `folder`, which is then replaced
        when the new dataset is whole. Classes keep their codes, and new ones come after them;
        groups keep their split, and what lies near its patches takes theirs.
    draw_examples : callable, optional
        Writes a picture of examples of each class under the path it is given.
    pixel_labels : bool
        Whether the dataset also holds the class of each pixel; see `PixelLabels`.
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
    LabelError
        If all polygons are of one group, and a share of them is to validate, or if a group lies in
        two folds.
    MemoryBudgetError
        If the memory is too small for a few patches.
    """
    progress, rule, folder = progress or Silent(), rule or SplitRule(), Path(folder)
    resources, selection = resources or Resources(), selection or Selection()
    scenes = [Scene(image, labels, mask), *more]
    existing = None if append_to is None else ExistingDataset.open(append_to)
    if existing is not None:
        existing.require(spec, pixel_labels)
        existing, scenes = existing.joined(scenes, progress)
    scenes, groups = with_common_groups(scenes, existing.groups if existing else ())
    folds = label_folds(scenes, *((existing.groups, existing.folds) if existing else ()))
    if existing is None:
        _require_groups(scenes, groups, rule)
    kind = existing.description.image if existing else metadata_of(image)
    for scene in scenes:
        _require_room(scene, spec)
        require_alike(scene.image, kind, (existing.folder if existing else Path(image.path)).name)
        require_memory(scene.image, spec.size, resources)
    plan = plan_patches(
        scenes, groups, existing, spec, rule, selection, resources, Slice(progress, 0, 0.5)
    )
    found, kept, classes = plan.found, plan.kept, plan.classes
    folds = deal_background(folds, plan.groups, len(groups), found, rule.seed)
    groups = plan.groups
    everything = found if existing is None else Candidates.merge([existing.candidates(), found])
    table = count_by_split(everything, everything.kept, classes)
    require_training(table)
    counted = everything.code, everything.group, everything.weight
    sources = [scene.source() for scene in scenes]
    sources, images = existing.sources(sources) if existing else (sources, list(range(len(scenes))))
    recipe = {**plan.recipe, "selection": asdict(selection)}
    before = len(existing.labels) if existing else 0
    count, frame = before + len(kept), plan.frame
    spec = existing.spec if existing else spec
    description = DatasetDescription(
        spec=spec,
        classes=classes,
        dtype=image.dtype,
        count=count,
        image=kind,
        groups=tuple(groups),
        split_recipe=_added(existing.description.split_recipe, recipe) if existing else recipe,
        sources=tuple(sources),
        pixel_labels=pixel_labels,
        folds=tuple(map(folds.get, groups)) if folds else None,
        missing_classes=plan.missing,
        labelled=labelled_counts(*(c[everything.kept] for c in counted)),
    )
    with DatasetWriter(folder, description) as writer:
        if existing is not None:
            existing.copy(writer, progress)
        part = Slice(progress, 0.5, 0.75)
        pixels = [PixelLabels(scene, found) for scene in scenes] if pixel_labels else []
        _write_patches(writer, before, scenes, images, found, kept, spec, resources, pixels, part)
        rows = footprint_rows(scenes, frame, found, kept, classes, groups, spec, before)
        rows = chain(existing.footprints(), rows) if existing else rows
        rows = _watched(rows, before + len(found.status), Slice(progress, 0.75, 0.95))
        write_polygons(writer.folder / FOOTPRINTS, frame.grid.crs, FOOTPRINT_FIELDS, rows)
        if draw_examples is not None:
            shown = choose_examples(writer.read(), writer.labels, classes, rule.seed)
            draw_examples(shown, writer.folder / EXAMPLES_FILE)
    dropped = {
        status.text: int((found.status == status).sum())
        for status in Status
        if status is not Status.KEPT and (found.status == status).any()
    }
    progress.advance(1.0)
    return Extraction(count, classes, plan.missing, table, dropped)


def _added(first: dict, recipe: dict) -> dict:
    """Return the recipe of a dataset with what was added to it."""
    return {**first, "added": [*first.get("added", ()), recipe]}


def metadata_of(image: RasterSource) -> ImageMetadata:
    """Return what the dataset says of its images."""
    return ImageMetadata(
        bands=tuple(image.band_names),
        dtype=image.dtype,
        band_count=len(image.but(bands=None).bands),
        pixel_size=tuple(image.grid.pixel_size),
        pixel_metres=pixel_size_metres(image.grid),
        crs=image.grid.crs,
        nodata=_json_nodata(image.nodata),
        scale=tuple(image.scale),
    )


def _require_groups(scenes: Sequence[Scene], groups: Sequence[str], rule: SplitRule) -> None:
    """Raise where groups would have to be divided, and there is but one."""
    polygons = [polygon for scene in scenes for polygon in scene.labels.polygons]
    given = any(polygon.split is not None for polygon in polygons)
    share = rule.validation_share + rule.test_share
    grouped = any(scene.labels.grouped for scene in scenes)
    if len({p.group for p in polygons}) == 1 < len(polygons) and share and grouped and not given:
        raise LabelError(
            f"All {len(polygons)} polygons are of one group ('{groups[polygons[0].group]}'), and "
            "groups are not divided, so none could be kept for validation: choose another group "
            "field or none, or set the validation share to 0."
        )


def _require_room(scene: Scene, spec: PatchSpec) -> None:
    grid = scene.image.grid
    if not spec.by_centre and spec.size > min(grid.width, grid.height):
        raise ParameterError(
            f"A patch of {spec.size} x {spec.size} pixels is larger than the image "
            f"({grid.width} x {grid.height}): choose a patch size of at most "
            f"{min(grid.width, grid.height)}.",
            size=spec.size,
        )


def _write_patches(
    writer: DatasetWriter,
    first: int,
    scenes: Sequence[Scene],
    images: list[int],
    found: Candidates,
    kept: np.ndarray,
    spec: PatchSpec,
    resources: Resources,
    pixels: Sequence[PixelLabels],
    progress: Progress,
) -> None:
    """Write what is kept from patch `first` on; `images` number the scenes in the dataset."""
    labels = np.zeros(len(kept), LABEL_DTYPE)
    labels["class"], labels["group"] = found.code[kept], found.group[kept]
    labels["split"], labels["image"] = found.split[kept], np.array(images)[found.image[kept]]
    labels["row"], labels["col"] = found.position[kept].T
    written = 0
    for number, scene in enumerate(scenes):
        own = kept[found.image[kept] == number]
        share = Slice(progress, written / len(kept), (written + len(own)) / len(kept))
        for _, patches in cut(scene.image, found.position[own], spec.size, resources, share):
            stop = written + len(patches)
            masks = pixels[number].of(labels[written:stop], spec.size) if pixels else None
            writer.write(first + written, patches, labels[written:stop], masks)
            written = stop


def _watched(rows: Iterable, count: int, progress: Progress) -> Iterator:
    """Yield the rows, of which there are about `count`, and look for cancel now and then."""
    for number, row in enumerate(rows):
        if number % _ROWS_BETWEEN_LOOKS == 0:
            checkpoint(progress, min(number / count, 1.0))
        yield row


def _json_nodata(nodata):
    """Return nodata as JSON has it: NaN has no number there."""
    values = nodata if isinstance(nodata, (tuple, list)) else [nodata]
    return tuple(None if v is None else "nan" if math.isnan(v) else v for v in values)
