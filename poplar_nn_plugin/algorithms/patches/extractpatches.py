"""Cut patches from an image by labelled polygons."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from qgis.core import (
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.chosen_size import size_for
from poplar_nn_plugin.algorithms.cluster import resources_of
from poplar_nn_plugin.algorithms.declared import basic_of, parameters_of, settings_of
from poplar_nn_plugin.algorithms.images import read_mask
from poplar_nn_plugin.algorithms.labelling import (
    fold_field,
    label_parameters,
    name_field,
    read_labels,
    split_field,
)
from poplar_nn_plugin.algorithms.parameters import (
    advanced,
    alpha,
    bands,
    mask,
    polygons_destination,
    raster,
    rasters,
)
from poplar_nn_plugin.algorithms.styling.contact_sheet import draw_examples
from poplar_nn_plugin.algorithms.styling.field_words import REASONS
from poplar_nn_plugin.algorithms.styling.results import style_footprints
from poplar_nn_plugin.dataset.description import DatasetDescription
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.writer import DATASET_FILES
from poplar_nn_plugin.engine.resources import ClusterResources, ClusterSettings, Resources
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.patches.band_choice import BandChoice, choose_bands
from poplar_nn_plugin.patches.examples import EXAMPLES_FILE
from poplar_nn_plugin.patches.extract import FOOTPRINTS, Extraction, extract
from poplar_nn_plugin.patches.footprints import FOOTPRINT_FIELDS, copy_footprints
from poplar_nn_plugin.patches.selection import Background, Cut, Selection
from poplar_nn_plugin.patches.sources import Scene
from poplar_nn_plugin.patches.splitting.splits import SplitRule


class ExtractPatches(PoplarAlgorithm):
    """Make a patch dataset."""

    ID = "extractpatches"
    TITLE = "Extract patches"
    GROUP = "patches"
    SUMMARY = (
        "Cuts square patches where labelled polygons are, and splits them by whole polygons into "
        "training and validation."
    )
    TAGS = "chips, tiles, training data, dataset, deep learning, samples"
    HELP = (
        "<p>The output folder is what 'Train model' reads. The footprints layer shows every "
        "candidate, kept or not, and why; the contact sheet shows examples of each class.</p>"
        "<p>Patches of the training side that overlap a validation patch, or lie within the "
        "buffer of one, are left out: otherwise the score would flatter.</p>"
        "<p>A background class (advanced) is drawn by lot where no polygon lies, as far as there "
        "is data and the mask allows it; then one labelled class is enough. Make sure that none of "
        "the labelled classes is common outside the polygons.</p>"
        "<p>Where pixels are coarse or polygons small, take patches around labelled pixels "
        "(advanced), for the architecture pixel_forest: each pixel of a polygon gives one. Of very "
        "many 20 000 are taken, from all groups alike.</p>"
        "<p>More images may share the labels, such as other dates or neighbouring sheets, if they "
        "have the same bands, type and size of pixels. A place that several images show counts as "
        "one: it trains or judges, never both.</p>"
        "<p>Patches can be added to an older dataset (advanced): classes, groups and sides are "
        "those that it has, new classes come after them, and it stays as it is if anything "
        "fails.</p>"
        "<p>Fields: the class field holds texts or whole numbers from 1 to 254. A split field "
        "(texts train, valid, test), such as 'Split labels' writes, decides the split; without "
        "it whole groups are drawn by the validation share. A fold field, which it writes, too, is "
        "kept for 'Cross-validate'.</p>"
    )

    def declare(self):
        """Declare image, labels, the patch and the split."""
        existing = QgsProcessingParameterFile(
            "APPEND",
            tr("Dataset to add the patches to"),
            QgsProcessingParameterFile.Behavior.Folder,
            optional=True,
        )
        details = (
            rasters("MORE_RASTERS", tr("More images with the same labels"), optional=True),
            existing,
            bands(),
            *parameters_of(BandChoice),
            alpha(),
            name_field(),
            split_field(),
            fold_field(),
            *parameters_of(Cut, "stride", "min_cover"),
            *parameters_of(SplitRule, "validation_share", "buffer"),
            *parameters_of(Background),
            *parameters_of(Selection),
            *parameters_of(Cut, "pixel_labels", "by_centre"),
            *parameters_of(SplitRule, "seed"),
            *parameters_of(Resources),
            *parameters_of(ClusterSettings),
        )
        return [
            raster(),
            *label_parameters(),
            *basic_of(Cut),
            mask(),
            *map(advanced, details),
            QgsProcessingParameterFolderDestination("OUTPUT", tr("Patch dataset")),
            polygons_destination("FOOTPRINTS", tr("Footprints"), optional=True),
            QgsProcessingOutputFile("CONTACT_SHEET", tr("Examples of each class")),
            QgsProcessingOutputNumber("PATCH_COUNT", tr("Number of patches")),
        ]

    def compute(self, request, progress):
        """Cut the patches and show what became of each class."""
        append_to = request.file("APPEND")
        existing = _existing(append_to)
        options = {
            "bands": request.bands() or (existing.spec.bands if existing else None),
            "count": existing.image.band_count if existing else None,
        }
        images = request.images("RASTER", progress, **options)
        if request.given("MORE_RASTERS"):
            images += request.images("MORE_RASTERS", progress, **options)
        images = list({image.path: image for image in reversed(images)}.values())[::-1]
        if existing is None:
            images = choose_bands(images, settings_of(BandChoice, request), progress)
        named = request.text("BACKGROUND").strip()
        background = settings_of(Background, request) if named else None
        labels = read_labels(
            request,
            {image.path: image.grid for image in images},
            progress,
            least=1 if background or append_to else 2,
        )
        folder = request.destination("OUTPUT", DATASET_FILES)
        footprints = request.destination("FOOTPRINTS")
        cut = settings_of(Cut, request)
        selection = replace(settings_of(Selection, request), background=background)
        cluster = resources_of(Resources, request, progress)
        with scratch_folder() as scratch, cluster as resources:
            scenes = []
            for number, (image, polygons) in enumerate(zip(images, labels)):
                place = scratch / str(number)
                place.mkdir()
                covered = read_mask(request, image.grid, place, progress)
                scenes.append(Scene(image, polygons, covered))
            cut = _with_size(cut, scenes, append_to, progress)
            found = extract(
                images[0],
                labels[0],
                cut.spec(images[0].bands),
                folder,
                mask=scenes[0].mask,
                more=scenes[1:],
                rule=settings_of(SplitRule, request),
                selection=selection,
                resources=ClusterResources(**resources),
                append_to=append_to or None,
                draw_examples=draw_examples,
                pixel_labels=cut.pixel_labels,
                progress=progress,
            )
        show(found, progress)
        drawn = str(Path(folder) / FOOTPRINTS)
        if footprints:
            copy_footprints(drawn, footprints)
            drawn = footprints
        classes = PatchDataset.open(folder).classes
        reasons = list(found.dropped)
        style_footprints(drawn, classes, reasons, request.context, FOOTPRINT_FIELDS)
        return {
            "OUTPUT": folder,
            "FOOTPRINTS": drawn,
            "CONTACT_SHEET": str(Path(folder) / EXAMPLES_FILE),
            "PATCH_COUNT": found.count,
        }


def _with_size(cut: Cut, scenes: list[Scene], append_to: str, progress) -> Cut:
    """Return how to cut with the size of a patch: as given, of the dataset to add to, or chosen."""
    if cut.patch_size is not None or (cut.by_centre and not append_to):
        return cut
    if append_to and PatchDataset.lies_in(append_to):
        return replace(cut, patch_size=PatchDataset.open(append_to).spec.size)
    least = find("unet").smallest_patch if cut.pixel_labels else 1
    return replace(cut, patch_size=size_for(scenes, cut.min_cover, progress, least=least))


def _existing(folder: str) -> DatasetDescription | None:
    """Return what a dataset says of itself, None where there is none."""
    if not folder or not PatchDataset.lies_in(folder):
        return None
    return PatchDataset.open(folder).description


def show(found: Extraction, progress) -> None:
    """Tell how many patches of each class are on each side, and how many were left out."""
    progress.message(f"{found.count} patches:")
    for name, counts in found.table.items():
        sides = ", ".join(f"{split} {count}" for split, count in counts.items() if count)
        progress.message(f"  {name}: {sides}")
    if found.dropped:
        reasons = "; ".join(
            f"{reason} ({REASONS[reason]}) {count}" for reason, count in found.dropped.items()
        )
        progress.message(f"Candidates left out: {reasons}. See the footprints.")


ALGORITHM = ExtractPatches
