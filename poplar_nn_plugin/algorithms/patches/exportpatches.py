"""Write a patch dataset as image files."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterFolderDestination,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.training import patch_dataset
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.exchange.export import EXPORT_FILES, ExportSettings, export_patches


class ExportPatches(PoplarAlgorithm):
    """Make image folders of a dataset."""

    ID = "exportpatches"
    TITLE = "Export patches"
    GROUP = "patches"
    SUMMARY = (
        "Writes each patch of a dataset as an image file, in one folder a split and class, as "
        "other programs read them."
    )
    TAGS = "chips, tiles, dataset, images, pytorch, keras"
    HELP = (
        "<p>The formats: <b>geotiff</b>, GeoTIFFs that know their place, with all bands in the "
        "image's own type; <b>png</b>, for 1, 3 or 4 bands of 8 or 16 bits; <b>csv</b>, GeoTIFFs "
        "and a list of them with class, group and place; <b>coco</b>, PNGs and for each split a "
        "JSON list as COCO has it, each annotation a whole patch.</p>"
        "<p>A file such as train/poplar/000123.tif has the number of its patch in the footprints. "
        "Keras reads the PNGs with keras.utils.image_dataset_from_directory(OUTPUT/train).</p>"
        "<p>'Import patches' makes the same dataset of the files again. Only the list of the "
        "format csv brings groups and folds back. An older export in the folder is replaced; any "
        "other folder that is not empty is refused.</p>"
    )

    def declare(self):
        """Declare the dataset, the format and the folder."""
        return [
            patch_dataset(),
            *parameters_of(ExportSettings),
            QgsProcessingParameterFolderDestination("OUTPUT", tr("Image folders")),
            QgsProcessingOutputNumber("PATCH_COUNT", tr("Number of patches")),
        ]

    def compute(self, request, progress):
        """Write the files and tell how many of each class there are."""
        dataset = PatchDataset.open(request.file("PATCHES"))
        folder = request.destination("OUTPUT", EXPORT_FILES)
        settings = settings_of(ExportSettings, request)
        table = export_patches(
            dataset,
            folder,
            kind=settings.kind,
            split=settings.only,
            progress=progress,
        )
        return {"OUTPUT": folder, "PATCH_COUNT": show_patches(table, progress)}


def show_patches(table: dict, progress) -> int:
    """Tell how many patches of each class each split has, and return how many there are."""
    for split, counts in table.items():
        classes = ", ".join(f"{name} {count}" for name, count in counts.items())
        progress.message(f"{split}: {classes}")
    return sum(sum(counts.values()) for counts in table.values())


ALGORITHM = ExportPatches
