"""The command that fills a folder of wheels runs by itself, and knows every platform."""

import subprocess
import sys

import pytest

from build import ROOT
from poplar_nn_plugin.installation import collect as collect_module
from poplar_nn_plugin.installation.collect import main
from poplar_nn_plugin.installation.locks import read_lock
from poplar_nn_plugin.installation.platforms import PLATFORMS

SCRIPT = ROOT / "build" / "poplar_nn_plugin" / "installation" / "collect.py"


@pytest.fixture
def calls(monkeypatch):
    """Return the commands that would have been run; the first lets all wheels appear."""
    made = []

    def run(command, check):
        folder = command[command.index("--dest") + 1]
        lock = read_lock(command[-1].rpartition("/")[2].removesuffix(".txt")) if not made else None
        for name, version in lock.versions.items() if lock else ():
            with open(f"{folder}/{name.replace('-', '_')}-{version}-py3-none-any.whl", "w"):
                pass
        made.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(collect_module.subprocess, "run", run)
    return made


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.name)
def test_it_asks_pip_for_the_wheels_of_another_platform(calls, tmp_path, capsys, platform):
    folder = tmp_path / "wheels é"

    assert main([str(folder), "--platform", platform.name, "--python", "3.12"]) == 0

    packages, pip = calls
    assert {"--require-hashes", "--no-deps", "--only-binary"} < set(packages)
    assert packages[packages.index("--python-version") + 1] == "3.12"
    assert platform.tags[0] in packages
    assert packages[-1].endswith(f"{platform.name}-py312.txt")
    assert pip[-1].endswith("pip.txt")
    assert "INSTALL=1 WHEELS=" in capsys.readouterr().out


def test_what_pip_cannot_get_is_its_exit_code(tmp_path, monkeypatch):
    failed = subprocess.CompletedProcess([], 2)
    monkeypatch.setattr(collect_module.subprocess, "run", lambda *given, **options: failed)

    assert main([str(tmp_path), "--platform", "windows", "--python", "3.12"]) == 2


def test_nonsense_is_refused(tmp_path, capsys):
    for wrong in (["--python", "2.7"], ["--platform", "amiga", "--python", "3.12"], []):
        with pytest.raises(SystemExit, match="2"):
            main([str(tmp_path), *wrong])
    assert main([str(tmp_path), "--platform", "windows", "--python", "3.12", "--gpu"]) == 1
    assert "There are no locked packages for windows-gpu-py312" in capsys.readouterr().err


def test_it_runs_by_its_path_without_qgis():
    asked = subprocess.run(
        [sys.executable, "-I", SCRIPT, "--help"], capture_output=True, text=True, check=True
    )

    assert "--platform" in asked.stdout
