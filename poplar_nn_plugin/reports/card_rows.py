"""What a model's card says, as rows of a table for people."""

from __future__ import annotations

from poplar_nn_plugin.dataset.bandscale import scale_text
from poplar_nn_plugin.dataset.pixelsize import metres_unknown
from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.model.recipe import FeatureRecipe
from poplar_nn_plugin.model.training import AdoptedTraining, Training
from poplar_nn_plugin.model.training_settings import LATER_SETTINGS, TrainingSettings

__all__ = ["image_rows", "training_rows"]


def image_rows(card: ModelCard) -> list[tuple[str, str]]:
    """Return what patches and images the model is made for: label and text."""
    image, size = card.image, card.spec.size
    width, height = image.pixel_size
    ground, pixel = f" ({size * image.pixel_metres:.3g} m)", f" ({image.pixel_metres:.3g} m)"
    if metres_unknown(image):
        ground, pixel = "", " (fewer metres on the ground: those of the CRS are stretched)"
    scale = scale_text(image.scale)
    placed, cover = (
        f"one every {card.spec.stride}",
        f"at least {card.spec.min_cover:.0%} of a patch",
    )
    if card.spec.by_centre:
        placed, cover = "one around each labelled pixel", "the pixel in the middle of a patch"
    return [
        ("Patch", f"{size} x {size} pixels{ground}, {placed}"),
        ("Bands", f"{', '.join(image.bands)} ({image.dtype})"),
        *([("Values", f"stored numbers; they stand for values by {scale}")] if scale else []),
        ("Pixel", f"{width:g} x {height:g} map units{pixel}"),
        ("Cover", f"{cover} inside one polygon"),
    ]


def _features(recipe: FeatureRecipe) -> str:
    """Return what the features of a cell of the map are."""
    stages = f"stages {', '.join(map(str, recipe.stages))}"
    if recipe.patch is not None:
        bands = ", and of the bands" if recipe.texture else ""
        return (
            f"of each patch alone, drawn to {recipe.patch} x {recipe.patch} pixels: mean and "
            f"deviation of {stages}{bands}; cells of {recipe.cell} pixels"
        )
    bands = ", bands and texture" if recipe.texture else ""
    return (
        f"dense, of the image drawn {recipe.zoom} times as large: mean and deviation of {stages} "
        f"over {recipe.width} pixels{bands}; cells of {recipe.cell} pixels"
    )


def training_rows(
    training: Training | AdoptedTraining, recipe: FeatureRecipe | None = None
) -> list[tuple[str, str]]:
    """Return how the model was trained: label and text; of dense features also what they are."""
    if training.adopted:
        return _adopted_rows(training)
    settings, history = training.settings, training.history
    if recipe is not None:
        return [
            ("Features", _features(recipe)),
            ("Weights of the classifier", f"{training.parameters:,}"),
            ("Balance of classes", "each weighs the same, and so do the polygons of a class"),
            *_run_rows(training),
        ]
    if history is None:  # a forest knows no epochs
        return [
            ("Nodes of the trees", f"{training.parameters:,}"),
            ("Balance of classes", settings.balance),
            *_run_rows(training),
        ]
    run, kept = training.epochs_run, history.kept_epoch
    return [
        ("Parameters", f"{training.parameters:,}"),
        *_dense_rows(training),
        ("Epochs", f"{run} of {settings.epochs}, weights of epoch {kept}"),
        ("Patience", f"{settings.patience} epochs" if settings.patience else "all epochs"),
        ("Batch size", str(settings.batch_size)),
        ("Learning rate", f"{settings.learning_rate:g}, {settings.schedule}"),
        ("Balance of classes", settings.balance),
        ("Label smoothing", f"{settings.label_smoothing:g}"),
        (
            "Augmentation",
            f"{settings.augment}, light varied by {settings.light:g}, detail by "
            f"{settings.detail:g}",
        ),
        *_later_rows(settings),
        ("First weights", settings.weights or "random"),
        *_run_rows(training),
    ]


def _later_rows(settings: TrainingSettings) -> list[tuple[str, str]]:
    """Return the settings that came with later versions, those that the card holds."""
    return [
        (each.title.partition(" (")[0], str(getattr(settings, each.name)))
        for each in LATER_SETTINGS
        if getattr(settings, each.name) is not None
    ]


def _adopted_rows(training: AdoptedTraining) -> list[tuple[str, str]]:
    """Return what is known of a network that others trained."""
    adopted = training.adopted
    return [
        ("Training", "not known: it was trained elsewhere"),
        ("Adopted from", f"{adopted.file} ('{adopted.network}'), {training.date}"),
        ("Parameters", f"{training.parameters:,}"),
        ("Scaling of pixels", adopted.scaling),
        ("Outputs", f"classes {', '.join(map(str, adopted.outputs))}"),
        ("Added to it", "; ".join(adopted.changes) or "nothing"),
        ("Fitted to the patches of", adopted.dataset),
    ]


def _dense_rows(training: Training) -> list[tuple[str, str]]:
    pixels = training.labelled_pixels
    if not pixels:
        return []
    told = ", ".join(f"{name} {count:,}" for name, count in pixels.items())
    return [("Learned from", f"the class of each labelled pixel (dense): {told}")]


def _refit_rows(training: Training) -> list[tuple[str, str]]:
    again = training.refit
    return [("Learned once more", f"from all {again.patches} patches")] if again else []


def _run_rows(training: Training) -> list[tuple[str, str]]:
    return [
        *_refit_rows(training),
        ("Seed", str(training.settings.seed)),
        ("Computed on", training.device),
        ("Time", f"{training.seconds:.0f} s, {training.date}"),
    ]
