"""What a saving of labels changed: the polygons, fields and legend before and after it."""

from __future__ import annotations

from dataclasses import dataclass, field

from qgis.core import QgsFeature, QgsField

from poplar_nn_plugin.gui.labelling.legend import LegendState

__all__ = ["Moment", "SavedStep", "differs", "values_of"]


@dataclass
class Moment:
    """What a saving touched, as it was before or after.

    Parameters
    ----------
    fields : dict
        The layer's fields by their names.
    features : dict
        The features that were touched and existed, by their ids.
    legend : LegendState or None
        None where the saving left the legend as it was.
    """

    fields: dict[str, QgsField]
    features: dict[int, QgsFeature] = field(default_factory=dict)
    legend: LegendState | None = None

    def follow(self, ids: dict[int, int]) -> None:
        """Know features by the ids that they have now."""
        self.features = {ids.get(old, old): feature for old, feature in self.features.items()}


@dataclass
class SavedStep:
    """A saving, with what it touched.

    Parameters
    ----------
    title : str
        For the user.
    before, after : Moment
    """

    title: str
    before: Moment
    after: Moment

    def follow(self, ids: dict[int, int]) -> None:
        """Know features by the ids that they have now."""
        for moment in (self.before, self.after):
            moment.follow(ids)


def values_of(feature: QgsFeature) -> dict:
    """Return the values of a feature by the names of their fields."""
    return dict(zip(feature.fields().names(), feature.attributes()))


def differs(one: QgsFeature, other: QgsFeature, keys: set[str]) -> bool:
    """Return whether outline or values differ, those of the format's own keys aside."""
    if one.geometry().asWkb() != other.geometry().asWkb():
        return True
    old, new = values_of(one), values_of(other)
    return any(old[name] != new[name] for name in (old.keys() & new.keys()) - keys)
