"""The mistakes of a model, as a layer of evaluated footprints holds them, and what people say.

No widgets: what is read from the layer, and what is written to its edit buffer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from qgis.core import (
    NULL,
    QgsExpression,
    QgsFeatureRequest,
    QgsGeometry,
    QgsMapLayer,
    QgsPointXY,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.gui.review.edits import ReviewedLayer
from poplar_nn_plugin.patches.footprints import VERDICTS

__all__ = ["OPEN", "Mistake", "Review", "Wanted", "is_evaluated", "verdict_titles"]

OPEN = "open"
"""The choice of those that nobody has reviewed, where verdicts are chosen from."""

_NEEDED = ("name", "group", "predicted_name", "probability", "right")
_WRONG = '"right" = 0'
_TINY = 1e-9  # map units: a box without size is no filter to QGIS


def is_evaluated(layer: QgsMapLayer | None) -> bool:
    """Return whether a layer holds footprints with what a model says of them."""
    return (
        isinstance(layer, QgsVectorLayer)
        and layer.isValid()
        and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
        and all(layer.fields().lookupField(name) >= 0 for name in _NEEDED)
    )


def verdict_titles() -> dict[str, str]:
    """Return the verdicts with what they say."""
    titles = (tr("The label is wrong"), tr("The model is wrong"), tr("Unsure"))
    return dict(zip(VERDICTS, titles))


@dataclass(frozen=True)
class Mistake:
    """A patch that is predicted wrongly.

    Parameters
    ----------
    fid : int
        Id of its feature.
    true, predicted : str
        Names of the class of the label and of the predicted one.
    probability : float
        Of the predicted class.
    true_probability : float or None
        Of the class of the label, where the layer tells it.
    group : str
        Group of the polygon it was cut from.
    """

    fid: int
    true: str
    predicted: str
    probability: float
    true_probability: float | None
    group: str


@dataclass(frozen=True)
class Wanted:
    """Which mistakes to show.

    Parameters
    ----------
    count : int
        At most so many.
    true, predicted : str
        Names of classes; empty for all.
    verdict : str
        One of ``VERDICTS``, `OPEN`, or empty for all.
    one_a_polygon : bool
        Only the worst of each group and predicted class.
    """

    count: int = 50
    true: str = ""
    predicted: str = ""
    verdict: str = ""
    one_a_polygon: bool = False


class Review(ReviewedLayer):
    """Mistakes of a layer for which `is_evaluated` holds; verdicts go through its edit buffer."""

    def confusions(self) -> Counter:
        """Return how often each pair of true and predicted class was confused."""
        return Counter((one.true, one.predicted) for one in self._mistakes())

    def worst(self, wanted: Wanted) -> list[Mistake]:
        """Return the mistakes of which the model is surest, the surest first."""
        conditions = [
            f"{QgsExpression.quotedColumnRef(field)} = {QgsExpression.quotedString(value)}"
            for field, value in (("name", wanted.true), ("predicted_name", wanted.predicted))
            if value
        ]
        if wanted.verdict and self.field("review") >= 0:
            verdict = "" if wanted.verdict == OPEN else wanted.verdict
            conditions.append(f"coalesce(\"review\", '') = {QgsExpression.quotedString(verdict)}")
        elif wanted.verdict not in ("", OPEN):
            return []
        found = sorted(
            self._mistakes(*conditions), key=lambda one: (-one.probability, one.group, one.fid)
        )
        if wanted.one_a_polygon:
            first: dict[tuple, Mistake] = {}
            for one in found:
                first.setdefault((one.group, one.true, one.predicted), one)
            found = list(first.values())
        return found[: wanted.count]

    def at(self, point: QgsPointXY, after: int | None = None) -> Mistake | None:
        """Return the mistake under a point in the layer's CRS.

        Patches overlap: the surest comes first, or the one that follows the feature `after`.
        """
        there = f"geom_from_wkt('POINT({point.x():.17g} {point.y():.17g})')"
        inside = f"intersects($geometry, {there})"
        near = QgsFeatureRequest(QgsRectangle.fromCenterAndSize(point, *[_TINY] * 2))
        under = sorted(self._mistakes(inside, request=near), key=lambda one: -one.probability)
        fids = [one.fid for one in under]
        if not under:
            return None
        return under[(fids.index(after) + 1) % len(under) if after in fids else 0]

    def geometry(self, fid: int) -> QgsGeometry:
        """Return the outline of a patch, null if its feature is gone."""
        return self.layer.getFeature(fid).geometry()

    def said(self, fid: int) -> tuple[str, str]:
        """Return verdict and note of a feature, empty where there are none."""
        feature = self.layer.getFeature(fid)
        fields = feature.fields().names()
        values = (feature[name] if name in fields else None for name in ("review", "note"))
        verdict, note = (str(value) if value not in (None, NULL) else "" for value in values)
        return verdict, note

    def count_reviewed(self, mistakes: list[Mistake]) -> Counter:
        """Return the number of mistakes of each verdict that was given."""
        index = self.field("review")
        if index < 0 or not mistakes:
            return Counter()
        request = QgsFeatureRequest().setFilterFids([one.fid for one in mistakes])
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
        verdicts = (feature.attribute(index) for feature in self.layer.getFeatures(request))
        return Counter(str(value) for value in verdicts if value not in (None, NULL, ""))

    def hindrance(self) -> str:
        """Return why nothing can be said in this layer; empty if it can."""
        return self.cannot_write(("review", "note"))

    def judge(self, fid: int, verdict: str) -> None:
        """Say what is at fault in a mistake; an empty verdict takes it back."""
        title = verdict_titles().get(verdict, tr("not reviewed"))
        self.write(fid, {"review": verdict}, title)

    def annotate(self, fid: int, note: str) -> None:
        """Keep a note with a mistake."""
        self.write(fid, {"note": note}, tr("note"))

    def _mistakes(
        self, *conditions: str, request: QgsFeatureRequest | None = None
    ) -> Iterator[Mistake]:
        request = request or QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        request.setFilterExpression(" AND ".join((_WRONG, *conditions)))
        with_true = self.field("true_probability") >= 0
        for feature in self.layer.getFeatures(request):
            share = feature["true_probability"] if with_true else NULL
            yield Mistake(
                feature.id(),
                str(feature["name"]),
                str(feature["predicted_name"]),
                float(feature["probability"]),
                None if share == NULL else float(share),
                str(feature["group"]),
            )
