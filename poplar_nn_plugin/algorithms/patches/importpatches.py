"""Make a patch dataset of image folders."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import basic_of, parameters_of, settings_of
from poplar_nn_plugin.algorithms.parameters import alpha
from poplar_nn_plugin.algorithms.patches.exportpatches import show_patches
from poplar_nn_plugin.dataset.writer import DATASET_FILES
from poplar_nn_plugin.exchange.export import count_patches
from poplar_nn_plugin.exchange.importing import ImportSettings, import_patches


class ImportPatches(PoplarAlgorithm):
    """Make a dataset of what others have cut and labelled."""

    ID = "importpatches"
    TITLE = "Import patches"
    GROUP = "patches"
    SUMMARY = (
        "Makes a patch dataset, as 'Train model' reads it, of a folder of labelled images of one "
        "size, number of bands and type."
    )
    TAGS = "chips, tiles, dataset, images, eurosat"
    HELP = (
        "<p>The formats: <b>class folders</b>, a folder for each class (poplar/a.tif), also below "
        "train, valid and test, which then say the split; <b>block names</b>, files such as "
        "block_12_3.png, where 3 is the class; <b>auto</b> sees which it is. Images are TIFF, PNG, "
        "JPEG, JPEG 2000 or BMP. Where there is a folder train but none for validation, the "
        "validation share is drawn out of it.</p>"
        "<p>Images that are a few pixels off are cut or resampled, others that differ left out, if "
        "you choose so (DIFFERING); otherwise all of them are named.</p>"
        "<p>Names of folders become names of classes, numbered from 1; whole numbers from 1 to "
        "254 stay the codes of their classes.</p>"
        "<p>Scores may flatter: images of one place belong on one side, training or validation, "
        "and a folder seldom says which belong together. Names like stand12_1.tif, stand12_2.tif "
        "do, if each class has two or more such groups; otherwise each file is a group. GeoTIFFs "
        "of the training side that overlap a validation image are left out.</p>"
        "<p>What 'Export patches' wrote comes back with its classes, bands, split and places, and "
        "with its groups and folds from the list of the format csv.</p>"
    )

    def declare(self):
        """Declare the folder, how it is laid out and the split."""
        return [
            QgsProcessingParameterFile(
                "FOLDER", tr("Folder of images"), QgsProcessingParameterFile.Behavior.Folder
            ),
            *basic_of(ImportSettings),
            *parameters_of(ImportSettings, "pixel_metres", "differing"),
            alpha(),
            *parameters_of(ImportSettings, "seed"),
            QgsProcessingParameterFolderDestination("OUTPUT", tr("Patch dataset")),
            QgsProcessingOutputNumber("PATCH_COUNT", tr("Number of patches")),
        ]

    def compute(self, request, progress):
        """Read the images and tell how many of each class there are."""
        folder = request.destination("OUTPUT", DATASET_FILES)
        dataset = import_patches(
            request.file("FOLDER"),
            folder,
            alpha=request.choice("ALPHA"),
            progress=progress,
            **asdict(settings_of(ImportSettings, request)),
        )
        table = count_patches(dataset, np.arange(len(dataset.labels)))
        return {"OUTPUT": folder, "PATCH_COUNT": show_patches(table, progress)}


ALGORITHM = ImportPatches
