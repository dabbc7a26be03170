"""Bounds of expressions hold whatever the pixels are."""

import numpy as np
import pytest

from poplar_nn_plugin.engine.bandmath.bounds import result_bounds
from poplar_nn_plugin.engine.bandmath.expression import Expression
from poplar_nn_plugin.engine.bandmath.operand import Operand

RNG = np.random.default_rng(4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a1 + a2", (-3, 15)),
        ("a1 - a2", (-12, 6)),
        ("a1 * a2", (-20, 50)),
        ("-a1", (-5, 2)),
        ("abs(a1)", (0, 5)),
        ("min(a1, a2)", (-2, 5)),
        ("clip(a1, 0, 3)", (0, 3)),
        ("a1 > 2", (0, 1)),
        ("(a1 > 2) & (a2 < 9)", (0, 1)),
        ("1 if a1 > 2 else nodata", (1, 1)),
        ("where(a1 > 2, a2, 7)", (-1, 10)),
        ("a1 / a2", (-np.inf, np.inf)),
        ("a1; a2 * 2", (-2, 20)),
    ],
)
def test_results_lie_within_their_bounds(text, expected):
    expression = Expression(text, (Operand("a.tif", 2, (1, 2)),))
    numbers = [int(n) for _, bands in expression.used.items() for n in bands]
    ends = {(0, 1): (-2, 5), (0, 2): (-1, 10)}
    planes = {(0, n): RNG.uniform(*ends[0, n], (300, 300)) for n in numbers}
    found = np.empty((expression.bands, 300, 300), "float64")

    expression._program.run(planes, found, np.nan)

    low, high = result_bounds(expression._program, ends)
    assert (low, high) == expected
    assert low <= np.nanmin(found)
    assert np.nanmax(found) <= high
