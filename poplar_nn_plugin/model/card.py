"""The card inside a model file: what the model is, was made of, and is worth.

It is a JSON member added to a normal ``.keras`` archive, which Keras ignores. Reading it needs
the standard library only, so QGIS knows a model without TensorFlow.
"""

# Hints are read at run time, in Python 3.9 too: no `from __future__ import annotations` here.
import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Optional, Union
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.fields import (
    FieldError,
    format_of,
    left_out,
    or_empty,
    parse,
    read,
    write,
)
from poplar_nn_plugin.dataset.images import ImageMetadata
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.errors import ModelFileError, PoplarError
from poplar_nn_plugin.files import whole_file
from poplar_nn_plugin.model.archive import LARGEST_TEXT, open_archive, read_member
from poplar_nn_plugin.model.recipe import FeatureRecipe
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.scores import Calibration, Scores
from poplar_nn_plugin.model.training import Adopted, AdoptedTraining, Training
from poplar_nn_plugin.nn import architectures
from poplar_nn_plugin.registry import discover

__all__ = ["CARD_MEMBER", "OWN", "ModelCard", "add_card", "has_card", "read_card"]

CARD_MEMBER = "poplar_nn/card.json"
"""Name of the card inside the archive."""

OWN = "own"
"""The architecture of a network that others made, to which we gave a card."""

_FORMAT = 1
_SAID = 300  # characters of a reason; what is wrong may be long


@dataclass(frozen=True)
class ModelCard:
    """What a trained network needs to be used, trusted and made again.

    Parameters
    ----------
    architecture : str
        Name of the architecture.
    spec : PatchSpec
        Size, spacing and bands of the patches it was trained on.
    classes : ClassMap
        One an output of the network, in its order.
    scaling : Scaling
        Applied to raw values before the network sees them.
    image : ImageMetadata
        Of the images it was made for.
    training : Training or AdoptedTraining
    scores : Scores
        `NOT_MEASURED` where there were no validation patches.
    versions : dict of str to str
        What it was made with.
    calibration : Calibration or None
        None where there was nothing to fit it on.
    recipe : FeatureRecipe or None
        Of a model of dense features.
    """

    architecture: str
    spec: PatchSpec
    classes: ClassMap
    scaling: Scaling
    image: ImageMetadata
    training: Union[AdoptedTraining, Training]
    scores: Scores
    versions: dict[str, str]
    calibration: Optional[Calibration] = or_empty()
    recipe: Optional[FeatureRecipe] = left_out()

    @property
    def temperature(self) -> float:
        """What `scoring.calibration.calibrated` gets for probabilities of the model."""
        return 1.0 if self.calibration is None else self.calibration.temperature

    @property
    def names_pixels(self) -> bool:
        """Whether it learned the class of each pixel, and gives each pixel its own."""
        return self.training.labelled_pixels is not None

    @property
    def adopted(self) -> Optional[Adopted]:
        """What is known of a network that others trained, None for one that we trained."""
        return self.training.adopted

    def to_json(self) -> dict:
        """Return the card as JSON values."""
        return {"format": _FORMAT, **write(self)}

    @classmethod
    def from_json(cls, values: dict) -> "ModelCard":
        """Return the card that `to_json` wrote.

        Raises
        ------
        ModelFileError
            If a newer plugin wrote it, or a field is missing or wrong; says which.
        """
        try:
            return cls._checked(dict(values))
        except ModelFileError:
            raise
        except (PoplarError, FieldError, TypeError) as error:
            reason = str(error).rstrip(".")[:_SAID]
            raise ModelFileError(
                f"The model's card is damaged ({reason}): train the model again."
            ) from error

    @classmethod
    def _checked(cls, values: dict) -> "ModelCard":
        """Return the card once each of its fields is checked, and that they go together."""
        written = format_of(values)
        if written > _FORMAT:
            raise ModelFileError(
                f"The model was written by a newer Poplar NN (format {written}, this one reads "
                f"{_FORMAT}): update the plugin.",
                format=written,
            )
        found = read(cls, values)
        known = discover(architectures, "ARCHITECTURE")
        if found.architecture not in (OWN, *known):
            raise ModelFileError(
                f"The architecture of the model, {found.architecture!r}, is not known here: a "
                "newer Poplar NN made it, so update the plugin, or the card is damaged.",
                architecture=found.architecture,
            )
        unknown = set(values) - {"format", *(each.name for each in fields(cls))}
        if unknown:
            raise FieldError(f"there is no field {sorted(unknown)[0]!r}")
        bands, classes = len(found.spec.bands), found.classes
        for what, got in (("image.bands", found.image.bands), ("scaling", found.scaling.scale)):
            if len(got) != bands:
                raise FieldError(f"{what} must hold {bands} bands, as the patches, got {len(got)}")
        found.scores.require(classes)
        found.training.require(classes, bands)
        looks = found.architecture != OWN and known[found.architecture].here
        if looks != (found.recipe is not None):
            what = "must be there" if looks else "must not be there"
            raise FieldError(f"recipe {what} for the architecture {found.architecture}")
        if found.recipe is not None:
            found.recipe.require(bands)
        return found


def read_card(path: Union[str, Path]) -> ModelCard:
    """Return the card of a model file.

    Raises
    ------
    ModelFileError
        If there is no such file, it is no ``.keras`` archive, or it has no card that this
        version can read.
    """
    try:
        with open_archive(path) as archive:
            packed = read_member(archive, CARD_MEMBER)
    except KeyError as error:
        raise ModelFileError(
            f"{path} has no card of Poplar NN, so its classes and scaling are not known: give a "
            "model that 'Train model' has written, or make a card for a network of your own with "
            "'Adopt a Keras model'.",
            path=str(path),
        ) from error
    try:
        return ModelCard.from_json(parse(packed, LARGEST_TEXT))
    except FieldError as error:
        raise ModelFileError(f"The card in {path} cannot be read: {error}.", path=str(path)) from (
            error
        )
    except ModelFileError as error:
        raise ModelFileError(f"{path}: {error}", path=str(path), **error.fields) from error


def has_card(path: Union[str, Path]) -> bool:
    """Return whether an archive has a card, readable or not.

    Raises
    ------
    ModelFileError
        If the file cannot be read as an archive.
    """
    with open_archive(path) as archive:
        return CARD_MEMBER in archive.namelist()


def add_card(path: Union[str, Path], card: ModelCard) -> None:
    """Write the card into a ``.keras`` archive, in the place of one that is there already.

    Raises
    ------
    ModelFileError
        If `path` is not an archive.
    OutputError
        If it cannot be written.
    """
    text = json.dumps(card.to_json(), indent=2, ensure_ascii=False, allow_nan=False)
    try:
        with whole_file(path) as fresh, ZipFile(path) as archive, ZipFile(fresh, "w") as copy:
            for member in archive.infolist():
                if member.filename != CARD_MEMBER:
                    copy.writestr(member, archive.read(member))
            copy.writestr(CARD_MEMBER, text, ZIP_DEFLATED)
    except BadZipFile as error:
        raise ModelFileError(f"{path} is not a .keras model file.", path=str(path)) from error
