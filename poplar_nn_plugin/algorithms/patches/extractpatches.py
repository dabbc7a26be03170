"""Cut patches from an image by labelled polygons."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.images import read_mask
from poplar_nn_plugin.algorithms.labelling import label_parameters, name_field, read_labels
from poplar_nn_plugin.algorithms.parameters import (
    advanced,
    alpha,
    bands,
    mask,
    memory_and_jobs,
    raster,
    rasters,
    real,
    seed,
    whole,
)
from poplar_nn_plugin.algorithms.styling.contactsheet import draw_examples
from poplar_nn_plugin.algorithms.styling.styling import REASONS, style_footprints
from poplar_nn_plugin.dataset.classes import HIGHEST_CODE
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.dataset.writer import OURS
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.patches.examples import EXAMPLES
from poplar_nn_plugin.patches.extract import FOOTPRINTS, Extraction, extract
from poplar_nn_plugin.patches.footprints import copy_footprints
from poplar_nn_plugin.patches.reader import Means
from poplar_nn_plugin.patches.selection import Background, Selection
from poplar_nn_plugin.patches.sources import Scene
from poplar_nn_plugin.patches.splits import SplitRule


class ExtractPatches(PoplarAlgorithm):
    """Make a patch dataset."""

    ID = "extractpatches"
    TITLE = "Extract patches"
    GROUP = "patches"
    SUMMARY = (
        "Cuts square patches where labelled polygons are, and splits them by whole polygons into "
        "training and validation."
    )
    HELP = (
        "<p>The output folder is what 'Train model' reads. The footprints layer shows every "
        "candidate, kept or not, and why; the contact sheet shows examples of each class.</p>"
        "<p>Patches of the training side that overlap a validation patch, or lie within the "
        "buffer of one, are left out: otherwise the score would flatter.</p>"
        "<p>A background class (advanced) is drawn by lot where no polygon lies, as far as there "
        "is data and the mask allows it; then one labelled class is enough. Make sure that none of "
        "the labelled classes is common outside the polygons.</p>"
        "<p>More images may share the labels, such as other dates or neighbouring sheets, if they "
        "have the same bands, type and size of pixels. A place that several images show counts as "
        "one: it trains or judges, never both.</p>"
        "<p>Patches can be added to an older dataset (advanced): classes, groups and sides are "
        "those that it has, and it stays as it is if anything fails.</p>"
        "<p>Fields: the class field holds texts or whole numbers from 1 to 254. A split field "
        "(texts train, valid, test), such as 'Split labels' writes, decides the split; without "
        "it whole groups are drawn by the validation share.</p>"
    )

    def initAlgorithm(self, config=None):
        """Declare image, labels, the patch and the split."""
        self.addParameter(raster())
        for definition in label_parameters():
            self.addParameter(definition)
        self.addParameter(whole("PATCH_SIZE", tr("Patch size (pixels)"), 30, 1, 1024))
        self.addParameter(mask(tr("Mask (raster where not 0, or polygons)")))
        for definition in (
            rasters(
                "MORE_RASTERS",
                tr("More images with the same labels"),
                optional=True,
            ),
            QgsProcessingParameterFile(
                "APPEND",
                tr("Dataset to add the patches to"),
                QgsProcessingParameterFile.Behavior.Folder,
                optional=True,
            ),
            bands(),
            alpha(),
            name_field(),
            QgsProcessingParameterField(
                "SPLIT_FIELD",
                tr("Split field (train, valid, test)"),
                parentLayerParameterName="LABELS",
                type=QgsProcessingParameterField.DataType.String,
                optional=True,
            ),
            whole(
                "STRIDE",
                tr("Stride (pixels; patch / 3 if empty)"),
                None,
                1,
                4096,
                optional=True,
            ),
            real("MIN_COVER", tr("Least share of a patch that its polygon covers"), 0.5, 0.05, 1.0),
            real("VALIDATION_SHARE", tr("Share of each class kept for validation"), 0.2, 0, 0.9),
            whole(
                "BUFFER",
                tr("Buffer (pixels; patch diagonal if empty)"),
                None,
                0,
                100000,
                optional=True,
            ),
            QgsProcessingParameterString(
                "BACKGROUND",
                tr("Background: class name (none if empty)"),
                optional=True,
            ),
            real(
                "BACKGROUND_AMOUNT",
                tr("Background: share of patches, or number from 1"),
                0.2,
                0,
                10**9,
            ),
            whole(
                "BACKGROUND_CODE",
                tr("Background: class code (next if empty)"),
                None,
                1,
                HIGHEST_CODE,
                optional=True,
            ),
            whole(
                "MAX_PER_CLASS",
                tr("Most patches of a class (all if empty)"),
                None,
                1,
                10**9,
                optional=True,
            ),
            real(
                "NODATA_SHARE",
                tr("Greatest share of a patch without data"),
                0,
                0,
                0.9,
            ),
            QgsProcessingParameterBoolean(
                "PIXEL_LABELS",
                tr("Keep the class of each pixel (for unet)"),
                defaultValue=False,
            ),
            seed(),
            *memory_and_jobs(),
        ):
            self.addParameter(advanced(definition))
        self.addParameter(QgsProcessingParameterFolderDestination("OUTPUT", tr("Patch dataset")))
        self.addParameter(
            QgsProcessingParameterVectorDestination(
                "FOOTPRINTS",
                tr("Footprints"),
                QgsProcessing.SourceType.TypeVectorPolygon,
                optional=True,
            )
        )
        self.addOutput(QgsProcessingOutputFile("CONTACT_SHEET", tr("Examples of each class")))
        self.addOutput(QgsProcessingOutputNumber("PATCH_COUNT", tr("Number of patches")))

    def compute(self, request, progress):
        """Cut the patches and show what became of each class."""
        chosen = request.bands()
        append_to = request.file("APPEND")
        options = {"bands": chosen, "count": _band_count(append_to)}
        images = request.images("RASTER", progress, **options)
        if request.given("MORE_RASTERS"):
            images += request.images("MORE_RASTERS", progress, **options)
        images = list({image.path: image for image in reversed(images)}.values())[::-1]
        background = self._background(request)
        labels = read_labels(
            request,
            {image.path: image.grid for image in images},
            progress,
            least=1 if background or append_to else 2,
        )
        folder = request.destination("OUTPUT", OURS)
        footprints = request.destination("FOOTPRINTS")
        size = request.whole("PATCH_SIZE")
        stride = request.whole("STRIDE") or max(1, size // 3)
        cover = request.real("MIN_COVER")
        rule = SplitRule(
            validation_share=request.real("VALIDATION_SHARE"),
            buffer=request.whole("BUFFER"),
            seed=request.whole("SEED"),
        )
        selection = Selection(
            nodata_share=request.real("NODATA_SHARE"),
            max_per_class=request.whole("MAX_PER_CLASS"),
            background=background,
        )
        means = Means(
            request.text("MEMORY"),
            request.whole("JOBS"),
        )
        with scratch_folder() as scratch:
            scenes = []
            for number, (image, polygons) in enumerate(zip(images, labels)):
                place = scratch / str(number)
                place.mkdir()
                covered = read_mask(request, image.grid, place, progress)
                scenes.append(Scene(image, polygons, covered))
            found = extract(
                images[0],
                labels[0],
                PatchSpec(size, stride, images[0].bands, cover),
                folder,
                mask=scenes[0].mask,
                more=scenes[1:],
                rule=rule,
                selection=selection,
                means=means,
                append_to=append_to or None,
                draw_examples=draw_examples,
                pixel_labels=request.switch("PIXEL_LABELS"),
                progress=progress,
            )
        show(found, progress)
        drawn = str(Path(folder) / FOOTPRINTS)
        if footprints:
            copy_footprints(drawn, footprints)
            drawn = footprints
        classes = PatchDataset.open(folder).classes
        style_footprints(drawn, classes, list(found.dropped), request.context)
        return {
            "OUTPUT": folder,
            "FOOTPRINTS": drawn,
            "CONTACT_SHEET": str(Path(folder) / EXAMPLES),
            "PATCH_COUNT": found.count,
        }

    def _background(self, request) -> Background | None:
        name = request.text("BACKGROUND").strip()
        if not name:
            return None
        return Background(
            name,
            request.real("BACKGROUND_AMOUNT"),
            request.whole("BACKGROUND_CODE"),
        )


def _band_count(folder: str) -> int | None:
    """Return how many bands the images of a dataset have, None where there is none."""
    if not folder or not PatchDataset.lies_in(folder):
        return None
    return PatchDataset.open(folder).meta["image"].get("band_count")


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
