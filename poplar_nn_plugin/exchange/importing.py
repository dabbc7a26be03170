"""Labelled images made by others, or exported by us, as a patch dataset."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.description import DatasetDescription, DatasetSource
from poplar_nn_plugin.dataset.images import ImageMetadata
from poplar_nn_plugin.dataset.reader import LABEL_DTYPE, META, PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.dataset.writer import DatasetWriter
from poplar_nn_plugin.engine import OpenFiles
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.exchange.csv_index import Row
from poplar_nn_plugin.exchange.differing import DIFFERING
from poplar_nn_plugin.exchange.folders import (
    FOLDER_LAYOUTS,
    LabelledFiles,
    classes_by_name,
    find_images,
    groups_by_name,
)
from poplar_nn_plugin.exchange.image_footprints import write_footprints
from poplar_nn_plugin.exchange.image_metadata import FilesMetadata, alpha_is_band, read_metadata
from poplar_nn_plugin.exchange.image_splits import (
    draw_splits,
    draw_validation,
    warn_of_lost_classes,
    warn_of_untrained,
    without_overlaps,
)
from poplar_nn_plugin.exchange.index_rows import (
    folds_of_groups,
    labelled_of_rows,
    rows_of_files,
)
from poplar_nn_plugin.exchange.patch_file import open_patch
from poplar_nn_plugin.exchange.patch_index import EXPORT, Common, read_common
from poplar_nn_plugin.labels.ellipsoid import pixel_size_metres
from poplar_nn_plugin.places import require_replaceable
from poplar_nn_plugin.progress import Progress, Silent, Slice, checkpoint
from poplar_nn_plugin.record import fingerprint
from poplar_nn_plugin.settings import Declared, choice, real, seed

__all__ = ["ImportSettings", "import_patches"]


@dataclass(frozen=True)
class ImportSettings(Declared):
    """How a folder of images is read, as `import_patches` takes it."""

    layout: str = choice(
        "Format",
        FOLDER_LAYOUTS,
        key="FORMAT",
        help="How classes are told, as above; 'auto' sees which it is.",
    )
    validation_share: float = real(
        "Validation share, where no folders say it",
        default=0.2,
        low=0,
        high=0.9,
        help="Part of each class that is drawn for validation; of the training images, where there "
        "are folders of splits but none for validation.",
    )
    differing: str = choice(
        "Images that differ from most",
        DIFFERING,
        advanced=True,
        help="'crop' takes the middle that all images have, 'resize' resamples those of another "
        "size to that of most, both for sizes that are off by a tenth of the side at most; 'skip' "
        "leaves out all that differ, also in bands, type or pixel size, or cannot be opened. With "
        "'refuse' nothing is imported. Up to 50 that differ are named.",
    )
    pixel_metres: float | None = real(
        "Pixel size (metres), if not in images",
        key="PIXEL_SIZE",
        default=None,
        low=1e-6,
        advanced=True,
        help="Needed where the images are no GeoTIFFs: a model is only used on images with pixels "
        "like those that it learned from.",
    )
    seed: int = seed()


def import_patches(
    folder: str | Path,
    target: str | Path,
    *,
    layout: str = "auto",
    validation_share: float = 0.2,
    seed: int = 0,
    pixel_metres: float | None = None,
    alpha: str = "auto",
    differing: str = "refuse",
    progress: Progress | None = None,
) -> PatchDataset:
    """Make a patch dataset of a folder of labelled images.

    Parameters
    ----------
    folder : str or Path
        See `find_images`. What `export_patches` wrote keeps its classes, bands and positions and,
        with an index, its groups and their folds.
    target : str or Path
        Where the dataset appears when it is whole.
    layout : str
        One of `poplar_nn_plugin.exchange.folders.FOLDER_LAYOUTS`.
    validation_share : float
        Share of each class, where no folders say the split; of its training images, where there
        are folders of splits, but none for validation, and they are no export of ours.
    seed : int
        Draws that share.
    pixel_metres : float, optional
        Side of a pixel in metres, where the images do not say it.
    alpha : {"auto", "mask", "band"}
        What a band that the images call alpha is: a mask, which is left out, a band like the
        others, or what a look at some of the images tells.
    differing : str
        One of `DIFFERING`: what happens to images that differ from most.
    progress : Progress, optional

    Returns
    -------
    PatchDataset
        One patch an image, in the order of the file names.

    Raises
    ------
    DatasetError
        If images are missing, of one class, or differ in size, bands or type; names all.
    RasterOpenError
        If an image cannot be read.
    ParameterError
        If nothing says how large a pixel is; before pixels are read.
    OutputError
        If something else than a dataset lies at `target`, or it cannot be written.
    """
    folder, progress = Path(folder), progress or Silent()
    checkpoint(progress)
    require_replaceable(target, META)
    found = find_images(folder, layout)
    common = read_common(folder)
    _classes(found, common, folder)  # before anything is read
    with_alpha = common is not None or alpha_is_band(folder, found.files, alpha, progress)
    known = common is not None or pixel_metres is not None
    metadata = read_metadata(
        folder,
        found.files,
        Slice(progress, 0.0, 0.4),
        with_alpha=with_alpha,
        differing=differing,
        sized=not known,
    )
    everything, found = found, found.only(metadata.kept)
    lost = warn_of_lost_classes(everything.labels, found.labels, progress)
    classes, code = _classes(found, common, folder)
    if common:
        _require_as_exported(metadata, common, folder)
    image = _image(metadata, common, pixel_metres)
    rows = rows_of_files(folder, found.files, progress) if common else []
    labels, groups = _labels(found, code, metadata, rows)
    recipe = {"validation_share": validation_share, "seed": seed}
    if found.split is None:
        recipe["by"], drawn = "files", np.ones(len(labels), bool)
        labels["split"] = draw_splits(labels, metadata, validation_share, seed, progress)
    else:
        share = 0 if common else validation_share  # an export comes back as it was
        drawn = draw_validation(labels, metadata, share, seed, progress)
        recipe = {**(recipe if drawn.any() else {}), "by": "folders"}
    keep = without_overlaps(labels, metadata, progress, drawn=drawn)
    warn_of_untrained(classes, labels[keep], progress)
    size = metadata.fit.side
    bands = tuple(range(1, metadata.header.bands + 1))
    spec = common.spec if common else PatchSpec(size, size, bands, 1.0)
    description = DatasetDescription(
        spec=spec,
        classes=classes,
        dtype=metadata.header.dtype,
        count=len(keep),
        image=image,
        groups=tuple(groups),
        folds=folds_of_groups(rows, groups),
        missing_classes=common.missing if common else lost,
        labelled=labelled_of_rows(rows, labels, keep),
        split_recipe=recipe,
        sources=common.sources if common else (DatasetSource(**fingerprint(folder)),),
    )
    reading = Slice(progress, 0.4, 1.0)
    with DatasetWriter(target, description) as writer:
        for done, number in enumerate(keep.tolist()):
            checkpoint(reading, done / len(keep))
            with OpenFiles().here():  # opened once, to look at it and to read it
                patch = open_patch(folder / found.files[number], with_alpha=with_alpha)
                data = metadata.fit.read(patch)
            writer.write(done, data[np.newaxis], labels[number : number + 1])
        if metadata.transforms is not None:
            write_footprints(writer.folder, metadata, labels, keep, classes, groups)
    progress.advance(1.0)
    return writer.dataset


def _classes(found: LabelledFiles, common: Common | None, folder: Path):
    """Return the classes, and the code of each image, shape (n,)."""
    names = sorted(set(found.labels))
    if len(names) < 2:
        raise DatasetError(
            f"All {len(found.files)} images of {folder} are of one class ({names[0]}): a network "
            "tells classes apart, so bring images of at least two.",
            path=str(folder),
        )
    classes, codes = (common.classes, common.folders) if common else classes_by_name(names)
    strange = [name for name in names if name not in codes]
    if strange:
        raise DatasetError(
            f"The folder '{strange[0]}' is none of the classes in {folder / EXPORT} "
            f"({', '.join(codes)}): rename it, or remove that file to take the classes from the "
            "folders.",
            path=str(folder),
        )
    return classes, np.array([codes[label] for label in found.labels])


def _require_as_exported(metadata: FilesMetadata, common: Common, folder: Path) -> None:
    side, header, spec = metadata.fit.side, metadata.header, common.spec
    got = f"{side} x {side} pixels, {header.bands} bands of {header.dtype}"
    expected = f"{spec.size} x {spec.size} pixels, {len(spec.bands)} bands of {common.dtype}"
    if got != expected:
        raise DatasetError(
            f"The images become patches of {got}, such as {metadata.usual.path}, but "
            f"{folder / EXPORT} says {expected}: remove that file to import the images as they "
            "are.",
            path=metadata.usual.path,
        )


def _image(
    metadata: FilesMetadata, common: Common | None, pixel_metres: float | None
) -> ImageMetadata:
    """Return what the dataset keeps of the image that patches come from."""
    located = metadata.transforms is not None
    if common:
        return replace(common.image, georeferenced=located)
    grid = metadata.grid
    pixel_size = grid.pixel_size if metadata.sized else (pixel_metres, pixel_metres)
    return ImageMetadata(
        bands=tuple(metadata.usual.band_names),
        dtype=metadata.header.dtype,
        band_count=metadata.header.bands,
        pixel_size=tuple(pixel_size),
        pixel_metres=pixel_size_metres(grid) if metadata.sized else pixel_metres,
        crs=grid.crs if located else "",
        scale=tuple(metadata.header.scale),
        georeferenced=located,
    )


def _labels(
    found: LabelledFiles, code: np.ndarray, metadata: FilesMetadata, rows: list[Row]
) -> tuple[np.ndarray, list]:
    """Return the labels, as far as folders and index give them, and the names of the groups."""
    labels = np.zeros(len(code), LABEL_DTYPE)
    labels["class"] = code
    if found.split is not None:
        labels["split"] = found.split
    groups = groups_by_name(found)
    labels["row"], labels["col"] = metadata.positions(len(code)).T
    if rows:
        groups = [row.group for row in rows]
        for field in ("image", "row", "col"):
            labels[field] = [getattr(row, field) for row in rows]
    names, labels["group"] = np.unique(groups, return_inverse=True)
    return labels, names.tolist()
