"""Whether a model was made for the patches of a dataset."""

from __future__ import annotations

from poplar_nn_plugin.dataset.bandscale import scale_difference
from poplar_nn_plugin.dataset.pixelsize import metres_corrected, same_size
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.errors import ModelMismatchError
from poplar_nn_plugin.model.card import ModelCard

__all__ = ["require_match"]


def require_match(card: ModelCard, dataset: PatchDataset) -> None:
    """Raise if a model was not made for the patches of a dataset.

    Raises
    ------
    ModelMismatchError
        If patch size, bands, type, scale, pixel size or classes differ.
    """
    ours, theirs = card.image, dataset.description.image
    for what, expected, got in (
        ("patches of side (pixels)", card.spec.size, dataset.spec.size),
        ("bands", len(card.spec.bands), len(dataset.spec.bands)),
        ("pixel type", ours.dtype, theirs.dtype),
    ):
        if expected != got:
            raise ModelMismatchError(
                f"The model was not made for {dataset.folder}: {what} {expected} expected, got "
                f"{got}. Extract patches as for the model, or train a model on these.",
                expected=expected,
                got=got,
            )
    other = scale_difference(ours.scale, theirs.scale)
    if other:
        raise ModelMismatchError(
            f"The model was not made for {dataset.folder}, whose stored numbers mean other values: "
            f"{other}. Extract patches of images as those of the model, or train a model on these.",
            expected=ours.scale,
            got=theirs.scale,
        )
    # In metres: the map units of two images may differ.
    expected, got = metres_corrected(ours, theirs), metres_corrected(theirs, ours)
    if not same_size(expected, got):
        raise ModelMismatchError(
            f"The model was made for pixels of {expected:.3g}, those of {dataset.folder} measure "
            f"{got:.3g}: resample the image first, or train a model on it.",
            expected=expected,
            got=got,
        )
    known = dict(zip(card.classes.codes, card.classes.names))
    for code, name in zip(dataset.classes.codes, dataset.classes.names):
        if known.get(code) != name:
            raise ModelMismatchError(
                f"The model does not know class {code} '{name}' of {dataset.folder}: its classes "
                f"are {', '.join(f'{c} {n!r}' for c, n in known.items())}. Label with the same "
                "codes and names, or train a model on these patches.",
                code=code,
                name=name,
            )
