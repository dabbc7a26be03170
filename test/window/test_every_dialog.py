"""Every dialog, in a real window: it opens with any layer, and runs with its defaults."""

import pytest
from window.cases import KINDS, PANELS, TOOLS

from build import ROOT
from poplar_nn_plugin import algorithms, filters
from poplar_nn_plugin.registry import discover

ALGORITHMS = sorted(
    [kind.ID for kind in discover(algorithms, "ALGORITHM").values()]
    + [f"{kind.name}filter" for kind in discover(filters, "FILTER").values()]
)
CHAINS = sorted(path.stem for path in (ROOT / "resources" / "models").iterdir())


def require_well(outcome, case):
    problems = outcome.cases.get(case, ["it was never come to"])
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


def test_the_driver_knows_a_way_through_every_algorithm(outcome):
    assert outcome.facts["provided"] == ALGORITHMS
    assert outcome.facts["visited"] == ALGORITHMS


@pytest.mark.worker
@pytest.mark.parametrize("name", ALGORITHMS)
def test_an_algorithm_runs_from_its_dialog(outcome, name):
    require_well(outcome, f"run/{name}")


@pytest.mark.parametrize("name", [*ALGORITHMS, *CHAINS])
@pytest.mark.parametrize("kind", KINDS)
def test_a_dialog_opens_with_any_active_layer(outcome, kind, name):
    require_well(outcome, f"open/{kind}/{name}")


@pytest.mark.parametrize("name", PANELS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_panel_opens_with_any_active_layer(outcome, kind, name):
    require_well(outcome, f"panel/{kind}/{name}")


@pytest.mark.parametrize("way", ["menu", "missed"])
def test_the_dialog_that_installs_opens(outcome, way):
    require_well(outcome, f"install/{way}")


def test_a_dialog_that_a_panel_opens_runs(outcome):
    require_well(outcome, "panel/dialog")


@pytest.mark.parametrize("name", TOOLS)
def test_a_region_is_taken_by_mouse_wheel_and_keys(outcome, name):
    require_well(outcome, f"region/{name}")
