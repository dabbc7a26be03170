"""What stands in the toolbox before it is loaded says what the algorithms say."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))
import toolbox_list  # noqa: E402 (the folder must be on the path first)

from poplar_nn_plugin.algorithms.toolbox import index  # noqa: E402
from poplar_nn_plugin.algorithms.toolbox.index import Entry, entries, fits  # noqa: E402
from poplar_nn_plugin.algorithms.toolbox.listed import ListedAlgorithm  # noqa: E402
from poplar_nn_plugin.provider import PoplarProvider  # noqa: E402

SAID = ("name", "displayName", "groupId", "group", "shortDescription", "tags", "helpUrl")
SAID += ("svgIconPath", "shortHelpString")


@pytest.fixture(scope="module")
def listed(provider):
    """Return the algorithms of a provider of QGIS's window, by name."""
    toolbox = PoplarProvider(listed=True)
    toolbox.refreshAlgorithms()
    yield {one.name(): one for one in toolbox.algorithms()}
    toolbox.deleteLater()


def test_the_list_is_that_of_the_algorithms(provider):
    assert toolbox_list.FILE.read_text("utf-8") == toolbox_list.listed(), "write it: make docs"


def test_every_algorithm_is_listed_and_none_is_loaded(provider, listed):
    assert sorted(listed) == sorted(one.name() for one in provider.algorithms())
    assert all(isinstance(one, ListedAlgorithm) for one in listed.values())


def test_an_entry_says_what_its_algorithm_says(provider, listed):
    for loaded in provider.algorithms():
        entry = listed[loaded.name()]
        assert [getattr(entry, one)() for one in SAID] == [getattr(loaded, one)() for one in SAID]


def test_what_an_entry_creates_is_the_algorithm_itself(provider, listed):
    for loaded in provider.algorithms():
        made = listed[loaded.name()].create()
        assert type(made) is type(loaded)
        assert keys(made) == keys(loaded)


@pytest.mark.parametrize("name", ["mapclasses", "chainlabelstomap"])
def test_an_entry_declares_once_what_its_help_is_printed_with(provider, listed, name):
    """`processing.algorithmHelp` asks for the help, and then for the parameters."""
    entry, loaded = ListedAlgorithm(listed[name]._entry), listed[name].create()
    assert keys(entry) == ([], [])

    for _ in range(2):
        assert entry.shortHelpString()

    assert [sorted(one) for one in keys(entry)] == [sorted(one) for one in keys(loaded)]


def keys(algorithm):
    return (
        [one.name() for one in algorithm.parameterDefinitions()],
        [one.name() for one in algorithm.outputDefinitions()],
    )


def test_a_list_that_lacks_a_file_or_has_one_too_many_is_not_used(qgis_app):
    found = entries()
    helpers = ["filters.base"]
    assert found
    assert fits(found, helpers)

    more = Entry("filters.absent", "absentfilter", "Absent", "filters", "", "")
    assert not fits([*found, more], helpers)
    assert not fits(found[1:], helpers)
    assert not fits(found, [])


def test_a_list_that_lacks_a_chain_or_has_one_too_many_is_not_used(qgis_app, tmp_path, monkeypatch):
    shutil.copy(index.RESOURCES / "toolbox.json", tmp_path)
    (tmp_path / "models").mkdir()
    chains = [one.name for one in entries() if one.group == "chains"]
    monkeypatch.setattr(index, "RESOURCES", tmp_path)
    assert len(chains) > 3
    for name in chains[1:]:
        (tmp_path / "models" / f"{name}.model3").touch()
    assert entries() is None

    (tmp_path / "models" / f"{chains[0]}.model3").touch()
    assert entries()

    (tmp_path / "models" / "chainofmine.model3").touch()
    assert entries() is None


def test_a_start_of_qgis_loads_next_to_nothing():
    """Algorithms and libraries come later; `bench/startup.sh` measures what this saves."""
    code = (
        "import sys; sys.path.insert(0, 'build')\n"
        "from qgis.core import QgsApplication\n"
        "before = set(sys.modules)\n"
        "from poplar_nn_plugin import classFactory\n"
        "from poplar_nn_plugin.gui.panels import Panels\n"
        "plugin = classFactory('a window')\n"
        "plugin.initProcessing()\n"
        "provider = QgsApplication.processingRegistry().providerById('poplarnn')\n"
        "print(len(provider.algorithms()))\n"
        "print(*{name.removeprefix('poplar_nn_plugin.') for name in set(sys.modules) - before"
        " if name.startswith(('poplar', 'numpy', 'osgeo'))})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )

    count, names = done.stdout.splitlines()
    assert int(count) == len(entries())
    assert set(names.split()) == {
        "algorithms",
        "algorithms.help",
        "algorithms.help.page",
        "algorithms.toolbox",
        "algorithms.toolbox.identity",
        "algorithms.toolbox.index",
        "algorithms.toolbox.listed",
        "algorithms.translation",
        "bundled",
        "gui",
        "gui.panels",
        "language",
        "language.catalogue",
        "language.current",
        "language.numbers",
        "language.reading",
        "language.template",
        "plugin",
        "poplar_nn_plugin",
        "provider",
    }
