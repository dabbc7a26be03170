"""Cut patches: from an image and labelled polygons to a dataset that a network can learn from.

The outlines of the polygons give candidate windows; image and mask strike some out; whole groups
go to training, validation or test; patches that come too near to their judges are left out; what
remains is written as raw pixels. Every candidate, kept or not, is drawn in the footprints layer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import ogr

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
from poplar_nn_plugin.chain.record import fingerprint
from poplar_nn_plugin.chain.sides import (
    Candidates,
    SplitRule,
    count_by_side,
    require_training,
    split_candidates,
)
from poplar_nn_plugin.chain.vector import write_polygons
from poplar_nn_plugin.engine import Grid, RasterSource
from poplar_nn_plugin.errors import DatasetError, ParameterError
from poplar_nn_plugin.nn.classes import ClassMap
from poplar_nn_plugin.nn.dataset import LABEL_DTYPE, DatasetWriter
from poplar_nn_plugin.nn.spec import PatchSpec
from poplar_nn_plugin.nn.split import SPLITS
from poplar_nn_plugin.progress import Progress, Silent, Slice, checkpoint

__all__ = ["FOOTPRINTS", "Extraction", "extract"]

FOOTPRINTS = "footprints.gpkg"
"""Name of the layer of all candidates, inside the dataset's folder."""

_NODATA, _MASK = STATUSES.index("nodata"), STATUSES.index("mask")


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
    rule: SplitRule | None = None,
    progress: Progress | None = None,
) -> Extraction:
    """Cut the patches that lie inside one labelled polygon.

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
    rule : SplitRule, optional
        Used where the labels carry no split.
    progress : Progress, optional

    Returns
    -------
    Extraction

    Raises
    ------
    ParameterError
        If a patch is larger than the image.
    DatasetError
        If no polygon holds a patch, or fewer than two classes have patches to train on.
    """
    progress, rule, folder = progress or Silent(), rule or SplitRule(), Path(folder)
    _require_room(image.grid, spec)
    found = _candidates(image, labels, spec, mask, Slice(progress, 0, 0.5))
    classes = _classes_with_patches(found, labels, image.grid, spec, progress)
    recipe = split_candidates(found, labels, classes, spec, rule, progress)
    kept = np.flatnonzero(found.status == KEPT)
    table = count_by_side(found, kept, classes)
    require_training(table)
    meta = {
        "image": {
            "bands": list(image.band_names),
            "dtype": image.dtype,
            "band_count": len(RasterSource(image.path).bands),
            "pixel_size": list(image.grid.pixel_size),
            "pixel_metres": pixel_size_metres(image.grid),
            "crs": image.grid.crs,
            "nodata": _json_nodata(image.nodata),
        },
        "groups": list(labels.groups),
        "split_recipe": recipe,
        "sources": [fingerprint(image.path)],
    }
    with DatasetWriter(folder, len(kept), spec, image.dtype, classes, meta) as writer:
        _write_patches(writer, image, found, kept, spec, Slice(progress, 0.5, 0.95))
        rows = _footprint_rows(found, labels, image.grid, spec)
        write_polygons(writer.folder / FOOTPRINTS, image.grid.crs, FIELDS, rows)
    dropped = {
        name: int((found.status == number).sum())
        for number, name in enumerate(STATUSES)
        if number != KEPT and (found.status == number).any()
    }
    progress.advance(1.0)
    return Extraction(len(kept), classes, table, dropped)


def _require_room(grid: Grid, spec: PatchSpec) -> None:
    if spec.size > min(grid.width, grid.height):
        raise ParameterError(
            f"A patch of {spec.size} x {spec.size} pixels is larger than the image "
            f"({grid.width} x {grid.height}): choose a patch size of at most "
            f"{min(grid.width, grid.height)}.",
            size=spec.size,
        )


def _candidates(image, labels: Labels, spec, mask, progress: Progress) -> Candidates:
    neighbours = Neighbours(labels, image.grid)
    windows, parts = [], []
    for number, polygon in enumerate(labels.polygons):
        checkpoint(progress, number / len(labels.polygons))
        for tile in tiles(polygon, number, neighbours, image.grid, spec):
            status = tile.status
            if (status == KEPT).any():
                status = _with_image(tile, status, image, mask, spec)
            count = len(status)
            parts.append(
                (
                    tile.position,
                    status,
                    np.full(count, polygon.code),
                    np.full(count, polygon.group),
                    np.full(count, 255 if polygon.split is None else polygon.split),
                    np.full(count, len(windows)),
                )
            )
            windows.append(tile.window)
    if not any((part[1] == KEPT).any() for part in parts):
        reasons = {STATUSES[s] for part in parts for s in np.unique(part[1])}
        raise _nothing_fits(labels, neighbours, image.grid, spec, reasons)
    columns = [np.concatenate(column) for column in zip(*parts)]
    columns[1], columns[4] = columns[1].astype(np.uint8), columns[4].astype(np.uint8)
    return Candidates(*columns, tuple(windows))


def _with_image(tile, status: np.ndarray, image, mask, spec: PatchSpec) -> np.ndarray:
    """Return the status after looking at the pixels: nodata, then the mask."""
    status = status.copy()
    corner = np.array([tile.window.row, tile.window.col])
    row, col = (tile.position - corner).T
    _, valid = image.read(tile.window)
    whole = np.lib.stride_tricks.sliding_window_view(valid, (spec.size, spec.size))
    for number in np.flatnonzero(status == KEPT):
        if not whole[row[number], col[number]].all():
            status[number] = _NODATA
    if mask is not None:
        data, known = mask.read(tile.window)
        inside = known & (data[..., 0] != 0)
        centre = spec.size // 2
        status[(status == KEPT) & ~inside[row + centre, col + centre]] = _MASK
    return status


def _nothing_fits(labels, neighbours, grid, spec, reasons: set) -> DatasetError:
    if reasons & {"nodata", "mask"}:
        return DatasetError(
            "No patch can be cut: where the polygons are large enough, the image has no data or "
            "the mask excludes them. Check nodata, mask and label positions.",
        )
    largest = max(
        (largest_square(p, n, neighbours, grid) for n, p in enumerate(labels.polygons)), default=0
    )
    return DatasetError(
        f"No polygon holds a patch of {spec.size} x {spec.size} pixels covered to "
        f"{spec.min_cover:.0%}: the largest patch wholly inside a polygon has {largest} pixels. "
        "Choose a smaller patch size, or draw larger polygons.",
        size=spec.size,
        largest=largest,
    )


def _classes_with_patches(found, labels, grid, spec, progress) -> ClassMap:
    """Return the classes that have patches; say which have none, and what would fit."""
    have = set(np.unique(found.code[found.status == KEPT]).tolist())
    neighbours = Neighbours(labels, grid)
    rows = []
    for row in zip(labels.classes.codes, labels.classes.names, labels.classes.colours):
        code, name, _ = row
        if code in have:
            rows.append(row)
            continue
        own = [(n, p) for n, p in enumerate(labels.polygons) if p.code == code]
        largest = max((largest_square(p, n, neighbours, grid) for n, p in own), default=0)
        progress.message(
            f"Warning: class '{name}' has no patch and will not be on the map: none of its "
            f"{len(own)} polygons holds {spec.size} x {spec.size} pixels with data (the largest "
            f"wholly inside one has {largest})."
        )
    if len(rows) < 2:
        raise DatasetError(
            f"Patches of {spec.size} x {spec.size} pixels, on data and inside the mask, fit in "
            f"polygons of one class only ({', '.join(name for _, name, _ in rows)}): choose a "
            "smaller patch size, or draw larger polygons in the other classes."
        )
    return ClassMap(*zip(*rows))


def _write_patches(writer, image, found, kept, spec: PatchSpec, progress: Progress) -> None:
    written = 0
    shape = (spec.size, spec.size)
    for number, members in _by_tile(found.tile, kept):
        checkpoint(progress, written / len(kept))
        window = found.windows[number]
        data, _ = image.read(window)
        views = np.lib.stride_tricks.sliding_window_view(data, shape, axis=(0, 1))
        row, col = (found.position[members] - [window.row, window.col]).T
        labels = np.zeros(len(members), LABEL_DTYPE)
        labels["class"], labels["group"] = found.code[members], found.group[members]
        labels["split"] = found.split[members]
        labels["row"], labels["col"] = found.position[members].T
        writer.write(written, np.moveaxis(views[row, col], 1, -1), labels)
        written += len(members)


def _by_tile(tile: np.ndarray, kept: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """Yield each tile that has kept candidates, with them; candidates lie in order of tiles."""
    numbers, first = np.unique(tile[kept], return_index=True)
    yield from zip(numbers.tolist(), np.split(kept, first[1:]))


def _footprint_rows(found, labels, grid: Grid, spec: PatchSpec):
    names = dict(zip(labels.classes.codes, labels.classes.names))
    patch = np.cumsum(found.status == KEPT) - 1
    for number, (row, col) in enumerate(found.position.tolist()):
        status, split = found.status[number], found.split[number]
        code = int(found.code[number])
        yield (
            _square(grid, row, col, spec.size),
            (
                int(patch[number]) if status == KEPT else None,
                code,
                names[code],
                labels.groups[found.group[number]],
                SPLITS[split] if split < len(SPLITS) else None,
                STATUSES[status],
            ),
        )


def _square(grid: Grid, row: int, col: int, size: int) -> bytes:
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for dc, dr in ((0, 0), (size, 0), (size, size), (0, size), (0, 0)):
        ring.AddPoint_2D(*grid.to_map(col + dc, row + dr))
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    return bytes(polygon.ExportToWkb())


def _json_nodata(nodata):
    """Return nodata as JSON has it: NaN has no number there."""
    values = nodata if isinstance(nodata, (tuple, list)) else [nodata]
    return [None if v is None else "nan" if math.isnan(v) else v for v in values]
