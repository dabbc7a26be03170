"""How large classes are, from a map and a reference sample of it: stratified estimation.

Points follow Olofsson, Foody, Herold, Stehman, Woodcock and Wulder (2014, "Good practices for
estimating area and assessing accuracy of land change", Remote Sensing of Environment 148, equations
4 to 11). Where strata are not the classes of the map the same formulas are those of Stehman (2014,
"Estimating area and map accuracy for stratified random sampling when the strata are different from
the map classes", International Journal of Remote Sensing 35). Polygons are clusters of pixels that
resemble each other: each is one unit, of which a ratio is taken (Cochran 1977, "Sampling
techniques", 6.4 and 9A; Stehman 1997, "Estimating standard errors of accuracy assessment statistics
under cluster sampling", Remote Sensing of Environment 60). All of them are linearized ratios, so
one computation serves all.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.scoring.areas import AreaEstimates, ClassArea
from poplar_nn_plugin.scoring.intervals import LEVEL, collapsed, student

__all__ = ["ReferenceRows", "estimate_areas"]

_NORMAL = 1.96  # as in the paper, whose printed digits need it
_TINY = 1e-9
_FEWEST = 2  # units of a stratum that tell how much they vary


@dataclass(frozen=True)
class ReferenceRows:
    """What a reference says: one row for each unit and pair of classes in it.

    Parameters
    ----------
    unit : ndarray of int, shape (n,)
        Number of the unit, from 0.
    mapped, reference : ndarray of int, shape (n,)
        Positions of the classes.
    pixels : ndarray of float, shape (n,)
        Pixels of the unit that are of both.
    stratum : ndarray of int, shape (n,), optional
        Position of the class that the unit was drawn as; that of the map if not given.
    times : ndarray of int, shape (n_units,), optional
        How many units are like it; 1 if not given.
    """

    unit: np.ndarray
    mapped: np.ndarray
    reference: np.ndarray
    pixels: np.ndarray
    stratum: np.ndarray | None = None
    times: np.ndarray | None = None

    @classmethod
    def of_points(cls, counts: np.ndarray) -> ReferenceRows:
        """Return the rows of points, of which each is a unit.

        Parameters
        ----------
        counts : ndarray of int, shape (n_classes, n_classes)
            Rows the map, columns the reference.
        """
        mapped, reference = np.nonzero(counts)
        times = np.asarray(counts)[mapped, reference]
        ones = np.ones(len(mapped))
        return cls(np.arange(len(mapped)), mapped, reference, ones, times=times)


@dataclass
class _Totals:
    """Sums over the units, and what each unit adds beyond its expectation."""

    rows: ReferenceRows
    weight: np.ndarray  # share of the area that a row of one unit stands for
    times: np.ndarray
    strata: np.ndarray  # of each row
    size: int
    expected: np.ndarray = field(init=False)  # (n_units, n_strata): share that a unit stands for

    def __post_init__(self):
        self.expected = self._added(self.strata, np.ones(len(self.weight), bool))

    def total(self, column: np.ndarray, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the shares of area (n_classes,) of chosen rows, and residuals (n_units, ...)."""
        of_row = self.weight * self.times[self.rows.unit]
        cells = self.strata[chosen] * self.size + column[chosen]
        square = np.bincount(cells, of_row[chosen], minlength=self.size**2)
        of_stratum = square.reshape(self.size, self.size)
        whole = np.bincount(self.strata, of_row, minlength=self.size)[:, None]
        rates = of_stratum / np.where(whole > 0, whole, 1)
        return of_stratum.sum(axis=0), self._added(column, chosen) - self.expected @ rates

    def _added(self, column: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        added = np.zeros((len(self.times), self.size))
        np.add.at(added, (self.rows.unit[chosen], column[chosen]), self.weight[chosen])
        return added


def estimate_areas(
    rows: ReferenceRows,
    hectares: np.ndarray,
    classes: ClassMap,
    design: str,
    *,
    clustered: bool = False,
    strata: np.ndarray | None = None,
) -> AreaEstimates:
    """Return areas, accuracies and the error matrix, with intervals of 95 %.

    A stratum with fewer than two units counts as the map has it, and intervals are widened by its
    whole area, for it might be anything. Where no unit of a class is wrong, or all are, its
    accuracy has the exact bound of Clopper and Pearson (1934, Biometrika 26).

    Parameters
    ----------
    rows : ReferenceRows
        At least one.
    hectares : ndarray of float, shape (n_classes,)
        Of each class on the map; 0 for one that only the reference has.
    classes : ClassMap
        Names of the positions.
    design : str
        ``stratified``, ``random`` or ``other``.
    clustered : bool
        Whether units are clusters of pixels. Their variance is that between units of a stratum
        (where most of a unit lies) in a stratified sample, else between all; quantiles are those
        of Student's distribution, for polygons are few.
    strata : ndarray of float, shape (n_classes,), optional
        Hectares of the strata where these are not the classes of the map.
    """
    size, area = len(classes.codes), float(hectares.sum())
    shares = (hectares if strata is None else strata) / (area if strata is None else strata.sum())
    stratum = rows.mapped if rows.stratum is None else rows.stratum
    times = np.ones(rows.unit.max() + 1, int) if rows.times is None else rows.times
    number = _units(stratum, rows.unit, times, size)
    lacking = (number < _FEWEST) & (shares > 0)
    kept = ~lacking[stratum] & (shares[stratum] > 0)
    used = ReferenceRows(*(a[kept] for a in (rows.unit, rows.mapped, rows.reference, rows.pixels)))
    stratum = stratum[kept]
    pixels = np.bincount(stratum, used.pixels * times[used.unit], minlength=size)
    weight = used.pixels * shares[stratum] / np.where(pixels > 0, pixels, 1)[stratum]
    totals = _Totals(used, weight, times, stratum, size)

    right, every = used.mapped == used.reference, np.ones(len(weight), bool)
    areas, of_area = totals.total(used.reference, every)
    mapped, of_mapped = totals.total(used.mapped, every)
    hits, of_hits = totals.total(used.reference, right)
    areas, accuracy = areas + shares * lacking, hits.sum() + shares[lacking].sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        user = hits / mapped
        producer = (hits + shares * lacking) / areas
        of_user = (of_hits - user * of_mapped) / mapped
        of_producer = (of_hits - producer * of_area) / areas

    groups = _groups(used, stratum, times, clustered, design)
    freedom = _freedom(groups, times)
    known = len(weight) > 0 and freedom > 0
    samples, members = (_units(a, rows.unit, times, size) for a in (rows.mapped, rows.reference))
    reach = student((1 + LEVEL) / 2, freedom) if clustered and known else _NORMAL
    error, user_error, producer_error = (
        np.sqrt(_variance(each, groups, times)) for each in (of_area, of_user, of_producer)
    )
    (total_error,) = np.sqrt(_variance(of_hits.sum(axis=1, keepdims=True), groups, times))
    loose = float(shares[lacking].sum())
    return AreaEstimates(
        tuple(
            ClassArea(
                code,
                name,
                float(hectares[k]),
                float(areas[k] * area),
                float(error[k] * area) if known else None,
                _ends(
                    areas[k],
                    reach * error[k],
                    known,
                    below=shares[k] * lacking[k],
                    above=loose - shares[k] * lacking[k],
                    scale=area,
                ),
                int(samples[k]),
                int(members[k]),
                *_accuracy(user[k], reach * user_error[k], samples[k], known and not lacking[k]),
                *_accuracy(
                    producer[k], reach * producer_error[k], members[k], known and not lacking[k]
                ),
            )
            for k, (code, name) in enumerate(zip(classes.codes, classes.names))
        ),
        _matrix(used, weight * times[used.unit], size, shares * lacking),
        float(min(accuracy, 1.0)),
        _ends(accuracy, reach * total_error, known, below=loose),
        design,
        int(times[np.unique(rows.unit)].sum()),
        clustered,
        tuple(np.array(classes.names, object)[lacking].tolist()),
        tuple(
            classes.names[k]
            for k in np.flatnonzero(np.isclose(user, 1.0, atol=1e-12) & (number >= _FEWEST))
        ),
    )


def _units(place: np.ndarray, unit: np.ndarray, times: np.ndarray, size: int) -> np.ndarray:
    """Return how many units have a row at each place."""
    pairs = np.unique(np.stack([place, unit]), axis=1)
    return np.bincount(pairs[0], times[pairs[1]], minlength=size)


def _groups(used, stratum, times, clustered: bool, design: str) -> np.ndarray:
    """Return the group of each unit, within which units vary; -1 for one that takes no part."""
    found = np.full(len(times), -1)
    if not clustered:
        found[used.unit] = stratum
        return found
    if design != "stratified":
        found[used.unit] = 0
        return found
    held = np.zeros((len(times), stratum.max(initial=0) + 1))
    np.add.at(held, (used.unit, stratum), used.pixels)
    members = np.unique(used.unit)
    found[members] = collapsed(held[members].argmax(axis=1))
    return found


def _freedom(groups: np.ndarray, times: np.ndarray) -> int:
    """Return the degrees of freedom: units less groups."""
    held = groups >= 0
    return int(times[held].sum()) - len(np.unique(groups[held]))


def _variance(residual: np.ndarray, groups: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Return the variance of a total (n_columns,) from the residuals (n_units, n_columns)."""
    found = np.zeros(residual.shape[1])
    for one in np.unique(groups[groups >= 0]):
        members = groups == one
        many, values = times[members], residual[members]
        count = int(many.sum())
        if count < _FEWEST:
            continue
        centre = (many[:, None] * values).sum(axis=0) / count
        spread = (many[:, None] * (values - centre) ** 2).sum(axis=0)
        found += count / (count - 1) * spread
    return found


def _matrix(used, weight: np.ndarray, size: int, as_mapped: np.ndarray) -> tuple:
    cells = np.bincount(used.mapped * size + used.reference, weight, minlength=size**2)
    shares = cells.reshape(size, size) + np.diag(as_mapped)
    return tuple(tuple(row) for row in shares.tolist())


def _accuracy(value: float, reach: float, count: int, known: bool) -> tuple:
    """Return an accuracy and its interval: where all units agree the exact bound of a binomial."""
    if not np.isfinite(value):
        return None, None
    value = float(min(max(value, 0.0), 1.0))
    if known and count and reach < _TINY and (value < _TINY or value > 1 - _TINY):
        bound = float(((1 - LEVEL) / 2) ** (1 / count))
        return value, (bound, 1.0) if value > 0.5 else (0.0, 1.0 - bound)
    return value, _ends(value, reach, known and bool(np.isfinite(reach)))


def _ends(value, reach, known: bool, *, below=0.0, above=0.0, scale=1.0) -> tuple | None:
    """Return low and high of a share, between 0 and 1, times a scale."""
    if not known:
        return None
    low, high = max(0.0, value - reach - below), min(1.0, value + reach + above)
    return float(low * scale), float(high * scale)
