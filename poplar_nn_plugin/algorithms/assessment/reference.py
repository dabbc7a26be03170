"""Reference polygons and points: their classes, each of them a unit, and how they were drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from qgis.core import QgsVectorLayer

from poplar_nn_plugin.algorithms.labelling import read_features
from poplar_nn_plugin.algorithms.layers.fields import field_value
from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.engine import PolygonSource, RasterSource
from poplar_nn_plugin.errors import LabelError, ParameterError
from poplar_nn_plugin.labels.mask import polygons_on_grid
from poplar_nn_plugin.labels.points import holds_points, with_squares
from poplar_nn_plugin.maps.classes import ClassTable, codes_in, named_classes, whole_numbers
from poplar_nn_plugin.maps.no_class import no_class_codes
from poplar_nn_plugin.maps.sampling.fields import REFERENCE, is_sample
from poplar_nn_plugin.progress import Progress, Silent

__all__ = ["VectorReference", "read_reference"]


@dataclass(frozen=True)
class VectorReference:
    """Reference polygons or points on the grid of a map.

    Parameters
    ----------
    ours : ClassTable
        Of the map.
    meaning : ClassMap
        What the codes of the reference mean.
    source : PolygonSource
        Numbers of units, from 1.
    codes : ndarray of int, shape (n_units,)
    strata : tuple of (str, float), optional
        Where points were drawn by *Sample points*: the name of the stratum of each unit, and the
        hectares that it stands for.
    sizes : dict of str to float
        Hectares of each such stratum, by name.
    unjudged : int
        Points of such a sample without a class.
    """

    ours: ClassTable
    meaning: ClassMap
    source: PolygonSource
    codes: np.ndarray
    strata: tuple[str, ...] = ()
    sizes: dict | None = None
    unjudged: int = 0

    @property
    def sampled(self) -> bool:
        """Whether *Sample points* drew it."""
        return self.sizes is not None


def read_reference(
    request: Request, layer: QgsVectorLayer, mapped: RasterSource, progress: Progress
) -> VectorReference:
    """Return the polygons or points of REFERENCE.

    Raises
    ------
    LabelError
        If none has a class of the map.
    ParameterError
        If no field holds classes, or several do.
    """
    named = named_classes(mapped)
    ours = named
    if ours is None:
        held = codes_in(mapped, progress)
        ours = ClassTable.of_values(held.difference(no_class_codes({})) or held)
    sampled = is_sample(field.name() for field in layer.fields())
    if not request.text("CLASS_FIELD"):
        field = REFERENCE if sampled else _class_field(layer, ours.known)
        progress.message(f"The classes of {layer.name()} are taken from its field '{field}'.")
        request = request.but(CLASS_FIELD=field)
    source, features, crs = read_features(request, "REFERENCE")
    drawn = _drawn(source) if sampled else [None] * len(features)
    judged = [
        (feature, stratum)
        for feature, stratum in zip(features, drawn)
        if feature.wkb is not None and feature.value not in (None, "")
    ]
    if sampled and not judged:
        raise LabelError(
            f"No point of {layer.name()} has a class in its field '{request.text('CLASS_FIELD')}': "
            "judge the points first, in the panel 'Review mistakes' for instance."
        )
    features = [feature for feature, _ in judged]
    if any(holds_points(feature.wkb) for feature in features):
        progress.message("Each point stands for the pixel that it lies in.")
    features = with_squares(features, crs, mapped.grid, Silent())
    theirs = ours
    if named is None:
        theirs = ours.with_values(whole_numbers(f.value for f in features))
    strange = sorted({str(f.value) for f in features if f.value not in theirs.known})
    if not any(f.value in ours.known for f in features):
        raise LabelError(
            "The reference holds no class of the map, only others that the map does not have: "
            f"{', '.join(strange)}; the map has {', '.join(ours.classes.names)}. Choose "
            "another class field, or name classes as the map does."
        )
    theirs = theirs.with_names(strange)
    codes = [theirs.known[f.value if f.value in theirs.known else str(f.value)] for f in features]
    numbers = range(1, len(features) + 1)
    burned = polygons_on_grid(
        [f.wkb for f in features], crs, mapped.grid, progress, numbers, "int32"
    )
    found = VectorReference(ours, theirs.classes, burned, np.array(codes))
    if not sampled:
        return found
    sizes: dict[str, float] = {}
    for name, weight in drawn:
        sizes[name] = sizes.get(name, 0.0) + weight
    strata = tuple(name for _, (name, _) in judged)
    unjudged = len(drawn) - len(judged)
    return replace(found, strata=strata, sizes=sizes, unjudged=unjudged)


def _drawn(source) -> list[tuple[str, float]]:
    """Return the name of the stratum of each point, and the hectares that it stands for."""
    found = []
    for feature in source.getFeatures():
        name, weight = (field_value(feature[key]) for key in ("name", "weight"))
        found.append((str(name or ""), float(weight or 0)))
    return found


def _class_field(layer: QgsVectorLayer, codes: dict) -> str:
    """Return the name of the one field that holds classes of the map.

    Fields that hold nothing else go before those that hold others, too.

    Raises
    ------
    ParameterError
        If there is none, or if several hold classes and none of them is called ``class``.
    """
    numbers = layer.primaryKeyAttributes()  # a feature's id may happen to be a code
    fields = {i: field.name() for i, field in enumerate(layer.fields()) if i not in numbers}
    whole, part = [], []
    for index, name in fields.items():
        values = {field_value(value) for value in layer.uniqueValues(index)} - {None}
        if any(value in codes for value in values):
            (whole if all(value in codes for value in values) else part).append(name)
    found = whole or part
    if "class" in found:
        return "class"
    if len(found) == 1:
        return found[0]
    held = f"{len(found)} fields hold" if found else "no field holds"
    raise ParameterError(
        f"CLASS_FIELD: {held} classes of the map, so name the field that holds the "
        f"class of a polygon: {', '.join(found or fields.values())}."
    )
