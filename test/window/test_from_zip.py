"""The archive goes through QGIS's own installer into a fresh profile, and out of it again."""

import json

import pytest
from window.launch import environment, run_inside
from window.screen import virtual_screen
from window.test_every_dialog import ALGORITHMS, CHAINS

import build

NOTHING = {"folder": False, "enabled": False, "active": False, "version": None}
PANELS = ["PoplarLabels", "PoplarReports", "PoplarReview", "PoplarStart", "PoplarSuggestions"]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Return what QGIS had of the plugin before, when it was installed, and after."""
    folder = tmp_path_factory.mktemp("from zip é")
    (folder / "temporary files").mkdir()
    lines = folder / "lines.json"
    with virtual_screen() as display:
        given = environment(folder, display) | {
            "POPLARNN_ARCHIVE": str(build.pack()),
            "POPLARNN_LINES": str(lines),
        }
        script = build.ROOT / "test" / "window" / "inside" / "from_zip.py"
        ended, log = run_inside(folder, script, given, limit=600)
    if not lines.exists():
        pytest.fail(f"QGIS {ended} and told nothing.\n{log[-4000:]}", pytrace=False)
    return {**json.loads(lines.read_text(encoding="utf-8")), "log": log}


def test_a_fresh_profile_has_nothing_of_it(told):
    assert told["before"] == {**NOTHING, "algorithms": [], "panels": [], "menu": []}


def test_the_installed_plugin_is_enabled_and_offers_every_algorithm_and_panel(told):
    found = told["installed"]

    assert [found[key] for key in ("folder", "enabled", "active")] == [True] * 3
    assert found["version"] == build.version()
    assert found["algorithms"] == sorted([*ALGORITHMS, *CHAINS])
    assert found["panels"] == PANELS
    assert found["menu"] == ["Poplar NN"]


def test_the_removed_plugin_leaves_nothing(told):
    assert told["removed"] == told["before"]


def test_qgis_complains_of_nothing(told):
    assert "Traceback" not in told["log"]
    assert "Error" not in told["log"]
