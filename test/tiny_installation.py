"""A QGIS profile in which empty packages stand for TensorFlow and the others."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from qgis.core import QgsApplication
from wheel_samples import write_lock, write_wheel

from poplar_nn_plugin.algorithms.installing import worker as worker_module
from poplar_nn_plugin.installation import install as install_module
from poplar_nn_plugin.installation.install import Wanted
from poplar_nn_plugin.installation.platforms import platform_of
from poplar_nn_plugin.worker.environment import VARIABLE

BASE = Path("/usr/bin/python3")
_MODULES = ("numpy", "tensorflow", "keras", "sklearn", "matplotlib", "jinja2", "joblib", "psutil")


def tiny_profile(folder: Path, monkeypatch) -> Path:
    """Let the plugin find a fresh profile in a folder, and tiny packages in its ``wheels``."""
    profile, wheels, locks = folder / "profil é", folder / "wheels", folder / "locks"
    told = "import sys; print(*sys.version_info[:2], sep='')"
    asked = subprocess.run([BASE, "-c", told], capture_output=True, text=True, check=True)
    name = platform_of(sys.platform, platform.machine()).name
    made = [write_wheel(wheels, module) for module in (*_MODULES, "distributed")]
    write_lock(locks, f"{name}-py{asked.stdout.strip()}", *made)
    write_lock(locks, "installer", write_wheel(folder / "other", "pip"))
    monkeypatch.setattr(worker_module, "Wanted", partial(Wanted, locks=locks))
    monkeypatch.setattr(worker_module, "read_lock", partial(worker_module.read_lock, folder=locks))
    monkeypatch.setattr(worker_module, "candidates", lambda around: [BASE])
    monkeypatch.setattr(worker_module, "_try_out", lambda python, progress: None)
    monkeypatch.setattr(install_module, "bring_pip", _copy_pip)
    monkeypatch.delenv(VARIABLE, raising=False)
    settings = staticmethod(lambda: str(profile))
    monkeypatch.setattr(QgsApplication, "qgisSettingsDirPath", settings)
    return profile


def _copy_pip(python, *_):
    """Give an environment the pip of this Python."""
    home = Path(find_spec("pip").origin).parent
    (packages,) = python.parent.parent.glob("lib/python3*/site-packages")
    shutil.copytree(home, packages / "pip")
