"""Tiny packages in the place of TensorFlow, and a pip that is there in no time."""

import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from wheel_samples import write_lock, write_wheel

from poplar_nn_plugin.installation import install as install_module
from poplar_nn_plugin.installation.install import Wanted
from poplar_nn_plugin.installation.platforms import platform_of
from poplar_nn_plugin.worker.environment import python_of, worker_folder

BASE = Path("/usr/bin/python3")


class Log:
    """A progress that keeps what it is told, and cancels when a word has come."""

    def __init__(self, cancel_on=""):
        self.said, self.fractions, self._cancel_on = [], [], cancel_on

    def advance(self, fraction):
        self.fractions.append(fraction)

    def message(self, text):
        self.said.append(text)

    def warn(self, text):
        self.said.append(f"Warning: {text}")

    def cancelled(self):
        return bool(self._cancel_on) and any(self._cancel_on in text for text in self.said)


@pytest.fixture
def log():
    return Log


@pytest.fixture(scope="session")
def pip_package(tmp_path_factory):
    """Return the folder of packages of an environment with pip and nothing else."""
    folder = tmp_path_factory.mktemp("pip") / "environment"
    subprocess.run([BASE, "-I", "-m", "venv", folder], check=True)
    (packages,) = folder.glob("lib/python3*/site-packages")
    return packages


@pytest.fixture
def quick_pip(pip_package, monkeypatch):
    """Let environments get pip by a copy: what brings it has a test of its own."""

    def bring(python, *_):
        (packages,) = python.parent.parent.glob("lib/python3*/site-packages")
        for path in pip_package.glob("pip*"):
            shutil.copytree(path, packages / path.name)

    monkeypatch.setattr(install_module, "bring_pip", bring)


class Shop:
    """A folder of wheels with the locks that name them, and a profile to install into."""

    def __init__(self, folder: Path):
        self.wheels, self.locks = folder / "wheels é", folder / "locks"
        self.profile = folder / "profil d'été"
        self.name = platform_of(sys.platform, platform.machine()).name
        self.python = "".join(map(str, _version()))
        write_lock(self.locks, "installer", write_wheel(folder / "other", "pip"))

    def stock(self, *names: str, version: str = "1.0", **files):
        """Write wheels, and a lock of them."""
        wheels = [write_wheel(self.wheels, name, version, **files) for name in names]
        return write_lock(self.locks, f"{self.name}-py{self.python}", *wheels)

    def wanted(self, **changed) -> Wanted:
        """Return what is to be installed."""
        given = {"pythons": [BASE], "plugin": "0.1", "wheels": self.wheels, "locks": self.locks}
        return Wanted(**{**given, **changed})

    def version(self, name: str = "tiny") -> str:
        """Return the version that the installed Python imports."""
        asked = subprocess.run(
            [
                python_of(worker_folder(self.profile)),
                "-c",
                f"import {name} as m; print(m.__version__)",
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        return asked.stdout.strip()

    def left(self) -> set[str]:
        """Return what lies in our folder of the profile."""
        return {path.name for path in worker_folder(self.profile).parent.iterdir()}


@pytest.fixture
def shop(tmp_path):
    """Return a shop with one package, tiny 1.0."""
    shop = Shop(tmp_path)
    shop.stock("tiny")
    return shop


def _version():
    return tuple(map(int, _said(BASE, "import sys; print(*sys.version_info[:2])").split()))


def _said(python, code):
    asked = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    return asked.stdout
