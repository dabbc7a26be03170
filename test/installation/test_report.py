"""The installation report names nobody."""

from pathlib import Path

from poplar_nn_plugin.installation.report import blanked, describe_system, text_of, version_of


def test_home_and_name_are_blanked():
    text = "/home/jeanne/.local/x, /home/jeanne, /home/jeanneton, C:\\Users\\jeanne\\QGIS by Jeanne"

    found = blanked(text, Path("/home/jeanne"), {"jeanne"})

    assert found == "~/.local/x, ~, /home/jeanneton, C:\\Users\\USER\\QGIS by USER"


def test_a_short_name_is_blanked_in_paths_alone():
    assert blanked("/srv/jo/x joblib jo", Path("/home/x"), {"jo"}) == "/srv/USER/x joblib jo"


def test_facts_are_lines():
    text = text_of({"QGIS": "3.22", "Installed": f"{Path.home()}/worker"})

    assert text == "QGIS: 3.22\nInstalled: ~/worker"


def test_the_system_and_versions_are_told(tmp_path):
    found = describe_system(tmp_path / "not" / "there yet")

    assert found["Free disk"].endswith("B")
    assert "threads" in found["System"]
    assert version_of("pytest")[0].isdigit()
    assert version_of("no-such-package") == "not there"
