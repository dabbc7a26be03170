"""The worker's environment is made whole and tried, or the one before it stays as it is."""

import json
import os
import platform
import shlex
import subprocess
from pathlib import Path

import pytest
from small_disk import files_up_to
from wheel_samples import write_lock, write_program, write_wheel

from poplar_nn_plugin.errors import Cancelled, InstallationError, OutputError, ParameterError
from poplar_nn_plugin.installation import room
from poplar_nn_plugin.installation.install import install, remove
from poplar_nn_plugin.installation.stamp import read_stamp
from poplar_nn_plugin.installation.turn import my_turn
from poplar_nn_plugin.worker.environment import python_of, worker_folder

LEFT = {"worker", "installing.lock"}


def nothing(python, progress):
    """Try nothing out."""


def run(shop, log, **changed):
    return install(shop.profile, shop.wanted(**changed), nothing, log)


@pytest.fixture
def installed(shop, quick_pip, log):
    """Return a shop whose package is installed in its profile, and what is newer in the shop."""
    run(shop, log())
    shop.stock("tiny", version="2.0")
    return shop


def test_packages_come_from_a_folder_and_the_cost_is_said_before(shop, quick_pip, log):
    told = log()
    tried = []

    found = install(shop.profile, shop.wanted(), lambda python, _: tried.append(python), told)

    assert found == worker_folder(shop.profile)
    assert shop.version() == "1.0"
    assert shop.left() == LEFT
    assert tried[0] != python_of(found)  # before it had its name
    cost = next(i for i, text in enumerate(told.said) if "1 packages come from" in text)
    assert any("(Python 3." in text for text in told.said[:cost])
    assert "tiny 1.0" in told.said[cost:]
    assert told.fractions == sorted(told.fractions)
    assert told.fractions[-1] == 1.0
    stamp = read_stamp(found)
    assert (stamp.lock, stamp.plugin) == (f"{shop.name}-py{shop.python}", "0.1")


def test_scripts_name_the_place_where_they_stay(shop, quick_pip, log):
    run(shop, log())
    folder = worker_folder(shop.profile)

    texts = [folder / "bin" / "activate", folder / "pyvenv.cfg"]
    assert not any(".poplarnn" in path.read_text(encoding="utf-8") for path in texts)
    activated = f". {shlex.quote(str(texts[0]))}; echo $VIRTUAL_ENV"
    asked = subprocess.run(["/bin/sh", "-c", activated], capture_output=True, check=True)
    assert asked.stdout.decode().strip() == str(folder)


def test_a_newer_one_replaces_the_older_and_says_so(installed, log):
    told = log()
    folder = worker_folder(installed.profile)
    (folder / "keras").mkdir()
    (folder / "keras" / "weights.h5").write_text("loaded long ago")

    run(installed, told)

    assert installed.version() == "2.0"
    assert any("This replaces the packages of" in text for text in told.said)
    assert (folder / "keras" / "weights.h5").is_file()
    assert installed.left() == LEFT


def test_a_broken_one_is_replaced(installed, log):
    folder = worker_folder(installed.profile)
    (folder / "bin" / "python3").unlink()
    (folder / "poplarnn.json").write_text("{")

    run(installed, log())

    assert installed.version() == "2.0"


def test_a_link_is_replaced_and_what_it_leads_to_is_left_alone(shop, quick_pip, log, tmp_path):
    other = tmp_path / "another's"
    (other / "keras").mkdir(parents=True)
    (other / "ready").write_text("yes")
    folder = worker_folder(shop.profile)
    folder.parent.mkdir(parents=True)
    folder.symlink_to(other)

    run(shop, log())

    assert not folder.is_symlink()
    assert shop.version() == "1.0"
    assert sorted(path.name for path in other.iterdir()) == ["keras", "ready"]
    assert not (folder / "ready").exists()


@pytest.mark.parametrize(
    "word", ["is made of", "packages come from", "tiny 2.0", "being unpacked", "are tried now"]
)
def test_cancelled_at_any_step_the_older_one_is_as_it_was(installed, log, word):
    with pytest.raises(Cancelled):
        run(installed, log(cancel_on=word))

    assert installed.version() == "1.0"
    assert installed.left() == LEFT
    run(installed, log())
    assert installed.version() == "2.0"


def test_one_that_does_not_work_is_not_kept(installed, log):
    def fail(python, progress):
        raise InstallationError("A small network does not run.")

    with pytest.raises(InstallationError, match="small network"):
        install(installed.profile, installed.wanted(), fail, log())

    assert installed.version() == "1.0"
    assert installed.left() == LEFT


def test_a_disk_that_is_full_midway_leaves_the_older_one(installed, log):
    installed.stock("tiny", version="3.0", files={"tiny/large.bin": os.urandom(4 * 2**20)})

    with files_up_to(2 * 2**20), pytest.raises(OutputError, match=r"disk became full: free some"):
        run(installed, log())

    assert installed.version() == "1.0"
    assert installed.left() == LEFT
    run(installed, log())
    assert installed.version() == "3.0"


def test_too_small_a_disk_is_told_before_anything_is_loaded(installed, log, monkeypatch):
    usage = type("Usage", (), {"free": 10})
    monkeypatch.setattr(room.shutil, "disk_usage", lambda folder: usage)

    with pytest.raises(OutputError, match=r"has 1 MB free, and the installation takes .* free "):
        run(installed, log())

    assert installed.version() == "1.0"


def test_a_package_that_is_not_the_locked_one_is_refused(installed, log):
    write_wheel(installed.wheels, "tiny", "2.0", {"tiny/evil.py": b"print('evil')"})

    with pytest.raises(InstallationError, match="differs from the one that was locked"):
        run(installed, log())

    assert installed.version() == "1.0"


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"PIP_INDEX_URL": "http://127.0.0.1:9/simple"}, "index cannot be reached"),
        (
            {"PIP_INDEX_URL": "https://index.invalid/simple", "https_proxy": "http://127.0.0.1:9"},
            "The proxy refuses",
        ),
    ],
    ids=["no network", "a proxy that refuses"],
)
def test_without_a_connection_one_sentence_says_so(installed, log, monkeypatch, variables, said):
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    for name, value in {**variables, "PIP_RETRIES": "1"}.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(InstallationError, match=said) as caught:
        run(installed, log(), wheels=None)

    assert "\n" not in str(caught.value)
    assert installed.version() == "1.0"
    run(installed, log())
    assert installed.version() == "2.0"


def test_a_second_one_at_once_waits_for_the_first(installed, log):
    with (
        my_turn(worker_folder(installed.profile).parent),
        pytest.raises(InstallationError, match="Another QGIS is installing"),
    ):
        run(installed, log())

    with (
        my_turn(worker_folder(installed.profile).parent),
        pytest.raises(InstallationError, match="Another QGIS is installing"),
    ):
        remove(installed.profile)
    run(installed, log())
    assert installed.version() == "2.0"


def test_wheels_that_are_missing_are_named_before_anything_is_done(installed, log, tmp_path):
    with pytest.raises(ParameterError, match=r"WHEELS: there is no folder .*nowhere"):
        run(installed, log(), wheels=tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ParameterError, match=r"lacks 1 of 1 packages for .*, such as tiny 2\.0"):
        run(installed, log(), wheels=tmp_path / "empty")

    assert installed.version() == "1.0"


def test_the_python_is_taken_that_the_folder_is_for(shop, quick_pip, log, tmp_path):
    other = "12" if shop.python != "312" else "13"
    told = {"version": [3, int(other), 0], "bits": 64, "system": "linux", "missing": []}
    told |= {"machine": platform.machine(), "ensurepip": True, "pip": True}
    answer = json.dumps({**told, "implementation": "cpython"})
    first = write_program(tmp_path / "python", f"echo '{answer}'")
    wheel = write_wheel(tmp_path / "elsewhere", "tiny", "9.0")
    write_lock(shop.locks, f"{shop.name}-py3{other}", wheel)
    told = log()

    run(shop, told, pythons=[first, Path("/usr/bin/python3")])

    assert shop.version() == "1.0"
    assert any(f"{first} cannot be used: WHEELS" in text for text in told.said)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ('"version": [3, 9, 1], "bits": 64', r"python is Python 3\.9\.1"),
        ('"version": [3, 12, 1], "bits": 32', "python is a 32-bit Python"),
    ],
)
def test_a_python_that_is_not_fit_is_told_with_the_remedy(shop, log, tmp_path, told, said):
    answer = f'{{{told}, "system": "linux", "machine": "x86_64", "missing": [], "ensurepip": true, '
    answer += '"pip": true, "implementation": "cpython"}'
    old = write_program(tmp_path / "python", f"echo '{answer}'")

    with pytest.raises(InstallationError, match=rf"{said}.*Install Python 3\.11"):
        run(shop, log(), pythons=[old])

    assert shop.left() == {"installing.lock"}


def test_a_python_that_makes_no_environment_is_passed_over(shop, quick_pip, log, tmp_path):
    real = subprocess.list2cmdline(["/usr/bin/python3"])
    broken = write_program(tmp_path / "python", f'[ "$3" = venv ] && exit 3\nexec {real} "$@"')
    told = log()

    run(shop, told, pythons=[broken, Path("/usr/bin/python3")])

    assert shop.version() == "1.0"
    assert any(f"Not used: {broken} cannot be used" in text for text in told.said)


def test_headers_are_left_out_for_windows(shop, quick_pip, log):
    deep = "/".join(["folder"] * 20)
    shop.stock("tiny", version="1.5", files={f"tiny/include/{deep}/header.h": b"int a;"})

    run(shop, log(), slim=True)

    folder = worker_folder(shop.profile)
    assert shop.version() == "1.5"
    assert not list(folder.glob("lib/python3*/site-packages/tiny/include"))
    (record,) = folder.glob("lib/python3*/site-packages/tiny-1.5.dist-info/RECORD")
    assert "header.h" not in record.read_text()


def test_for_a_card_there_must_be_packages(shop, quick_pip, log):
    with pytest.raises(InstallationError, match="linux-x86_64-gpu"):
        run(shop, log(), gpu=True)

    wheel = write_wheel(shop.wheels, "large")
    write_lock(shop.locks, f"{shop.name}-gpu-py{shop.python}", wheel)
    run(shop, log(), gpu=True)
    assert shop.version("large") == "1.0"


def test_what_was_installed_can_be_removed(installed, log):
    ours = worker_folder(installed.profile).parent
    (ours / "python").mkdir()

    assert remove(installed.profile)
    assert installed.left() == {"installing.lock"}
    assert not remove(installed.profile)


def test_of_a_link_the_link_is_removed(installed, tmp_path):
    folder = worker_folder(installed.profile)
    folder.rename(tmp_path / "real")
    folder.symlink_to(tmp_path / "real")

    assert remove(installed.profile)
    assert not folder.is_symlink()
    assert (tmp_path / "real" / "pyvenv.cfg").is_file()
