"""The classes of labels that are added to a dataset, among those that it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.labels.labels import Labels
from poplar_nn_plugin.progress import Progress

__all__ = ["join_classes"]


def join_classes(
    known: ClassMap, labels: Sequence[Labels], dataset: str, progress: Progress
) -> tuple[ClassMap, list[Labels]]:
    """Return the classes of a dataset with new ones after them, and labels with those codes.

    Classes are the same by their names, or by their codes where names are codes. A new one keeps
    its own code where that is free, or gets the one after the highest, which is said; what the
    dataset has keeps its codes.

    Parameters
    ----------
    known : ClassMap
        Of the dataset.
    labels : sequence of Labels
    dataset : str
        Its name.
    progress : Progress

    Returns
    -------
    ClassMap
    list of Labels

    Raises
    ------
    DatasetError
        If the dataset has numbers for classes and the labels texts, or the other way round.
    LabelError
        If no code is free.
    """
    codes, numbered = [], _numbered(known)
    whole = known
    for one in labels:
        code = {}
        for own, name, colour in zip(one.classes.codes, one.classes.names, one.classes.colours):
            if name in whole.names:
                code[own] = whole.codes[whole.names.index(name)]
            elif name == str(own) and own in whole.codes:
                code[own] = own
            elif (name == str(own)) != numbered:
                raise DatasetError(
                    f"{dataset} has no class '{name}': its classes are {_told(known)}. Label with "
                    "the same names or codes, or extract all of the classes anew.",
                    name=name,
                )
            else:
                whole, code[own] = whole.adding(name, own, colour)
                progress.warn(
                    f"class '{name}' is new in {dataset}, whose classes were {_told(known)}: it "
                    f"gets the code {code[own]}. If it is one of these, give it the same name."
                )
        codes.append(code)
    return whole, [
        replace(
            one,
            polygons=tuple(replace(p, code=code[p.code]) for p in one.polygons),
            classes=whole,
        )
        for one, code in zip(labels, codes)
    ]


def _numbered(classes: ClassMap) -> bool:
    """Return whether classes have no names but their codes."""
    return all(name == str(code) for code, name in zip(classes.codes, classes.names))


def _told(classes: ClassMap) -> str:
    pairs = zip(classes.codes, classes.names)
    return ", ".join(name if name == str(code) else f"{code} {name}" for code, name in pairs)
