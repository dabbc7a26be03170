"""Every platform and Python has its locked packages, and they are read as they are written."""

import re

import pytest
from wheel_samples import write_lock, write_wheel

from build import ROOT
from poplar_nn_plugin.errors import InstallationError
from poplar_nn_plugin.installation.locks import INSTALLER, missing_wheels, read_lock
from poplar_nn_plugin.installation.platforms import GPU, PLATFORMS, PYTHONS

WANTED = [(platform.name, version) for platform in PLATFORMS for version in PYTHONS]
WANTED += [(f"{name}-gpu", version) for name in GPU for version in PYTHONS]
REQUIREMENTS = ROOT / "resources" / "requirements"


@pytest.mark.parametrize(("name", "python"), WANTED)
def test_a_lock_has_what_the_worker_asks_for_in_the_tested_versions(name, python):
    lock = read_lock(name, python=python)
    asked = (REQUIREMENTS / "worker.txt").read_text(encoding="utf-8")
    packages = set(re.findall(r"^([a-z0-9-]+)", asked, re.MULTILINE)) - {"tensorflow-cpu"}
    tested = (ROOT / "scripts" / "constraints-worker.txt").read_text(encoding="utf-8")
    versions = dict(re.findall(r"^([A-Za-z0-9_-]+)==(\S+)", tested, re.MULTILINE))
    versions = {key.lower().replace("_", "-"): version for key, version in versions.items()}

    assert packages - {"tensorflow"} <= lock.versions.keys()
    assert ("tensorflow-cpu" in lock.versions) == (name == "linux-x86_64")
    assert ("tensorflow" in lock.versions) == (name != "linux-x86_64")
    known = lock.versions.keys() & versions.keys()
    assert {key: lock.versions[key] for key in known} == {key: versions[key] for key in known}
    assert 300e6 < lock.download < 4e9
    assert lock.installed > lock.download


@pytest.mark.parametrize("path", sorted(REQUIREMENTS.glob("*-py*.txt")), ids=lambda path: path.stem)
def test_each_line_of_a_lock_has_a_hash(path):
    text = path.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)[1:]

    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert len(read_lock(path.stem).versions) == len(entries)


def test_pip_and_uv_are_locked():
    lock = read_lock(INSTALLER)

    assert lock.versions.keys() == {"pip", "uv"}
    assert lock.only("pip").startswith(f"pip=={lock.versions['pip']} \\\n    --hash=sha256:")


def test_another_text_has_another_stamp_and_a_missing_or_damaged_lock_is_told(tmp_path):
    wheel = write_wheel(tmp_path, "tiny")
    write_lock(tmp_path, "linux-py311", wheel)
    first = read_lock("linux", python=(3, 11, 2), folder=tmp_path)
    write_lock(tmp_path, "linux-py311", wheel, write_wheel(tmp_path, "other"))

    assert read_lock("linux", python=(3, 11), folder=tmp_path).stamp != first.stamp
    with pytest.raises(InstallationError, match=r"for linux-py39, only for linux-py311: choose"):
        read_lock("linux", python=(3, 9), folder=tmp_path)
    (tmp_path / "linux-py311.txt").write_text("tiny==1.0\n")
    with pytest.raises(InstallationError, match="damaged: install the plugin again"):
        read_lock("linux", python=(3, 11), folder=tmp_path)


def test_wheels_that_a_folder_lacks_are_named(tmp_path):
    wheels = [write_wheel(tmp_path, name) for name in ("scikit_learn", "tiny")]
    write_lock(tmp_path, "linux-py311", *wheels)
    lock = read_lock("linux", python=(3, 11), folder=tmp_path)

    assert missing_wheels(lock, tmp_path) == []
    wheels[0].rename(tmp_path / "Scikit.Learn-1.0-cp311-cp311-any.whl")
    wheels[1].rename(tmp_path / "tiny-2.0-py3-none-any.whl")
    assert missing_wheels(lock, tmp_path) == ["tiny 1.0"]
