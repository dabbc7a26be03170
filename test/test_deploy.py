"""`make deploy` puts a plugin that works into a QGIS configuration folder."""

import os
import subprocess

import deploy
import pytest

import build

PROFILE = "profiles/default"


@pytest.fixture
def config(tmp_path):
    return tmp_path / "réglages de QGIS"


def switch(text: bytes) -> list[bytes]:
    return deploy.enabled(text).splitlines()


def test_the_whole_plugin_lies_where_qgis_looks_for_plugins(config):
    target = deploy.deploy(config)

    assert target == config / PROFILE / "python/plugins" / build.NAME
    deployed = {path.relative_to(target) for path in target.rglob("*") if path.is_file()}
    assert deployed == set(build.sources())


def test_the_plugin_is_enabled_in_a_fresh_profile(config):
    deploy.deploy(config)

    settings = (config / PROFILE / "QGIS/QGIS3.ini").read_bytes()
    assert settings == b"[PythonPlugins]\npoplar_nn_plugin=true\n"


def test_the_worker_is_found_through_a_link_to_the_project_s_environment(config):
    deploy.deploy(config)

    link = config / PROFILE / "poplarnn/worker"
    assert os.readlink(link) == str(build.ROOT / ".venv-worker")


def test_deploying_twice_changes_nothing(config):
    deploy.deploy(config)
    before = {path: path.lstat().st_mtime_ns for path in config.rglob("*") if path.is_file()}

    deploy.deploy(config)

    after = {path: path.lstat().st_mtime_ns for path in config.rglob("*") if path.is_file()}
    assert after == before


def test_an_environment_that_the_plugin_made_itself_is_left_alone(config):
    own = config / PROFILE / "poplarnn/worker"
    own.mkdir(parents=True)
    (own / "pyvenv.cfg").write_text("home = /usr/bin\n")

    deploy.deploy(config)

    assert not own.is_symlink()
    assert (own / "pyvenv.cfg").read_text() == "home = /usr/bin\n"


def test_a_link_into_another_checkout_is_turned_to_this_one(config, tmp_path):
    link = config / PROFILE / "poplarnn/worker"
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "gone")

    deploy.deploy(config)

    assert os.readlink(link) == str(build.ROOT / ".venv-worker")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", [b"[PythonPlugins]", b"poplar_nn_plugin=true"]),
        (
            b"[app]\nname=%C3%A9\\x20\n",
            [b"[app]", b"name=%C3%A9\\x20", b"", b"[PythonPlugins]", b"poplar_nn_plugin=true"],
        ),
        (
            b"[PythonPlugins]\nprocessing=true\npoplar_nn_plugin=false\n\n[z]\na=1\n",
            [
                b"[PythonPlugins]",
                b"poplar_nn_plugin=true",
                b"processing=true",
                b"",
                b"[z]",
                b"a=1",
            ],
        ),
        (
            b"[PythonPlugins]\npoplar_nn_plugin_two=false",
            [b"[PythonPlugins]", b"poplar_nn_plugin=true", b"poplar_nn_plugin_two=false"],
        ),
    ],
    ids=["empty", "other section", "switched off", "similar name"],
)
def test_the_plugin_is_switched_on_and_other_settings_stay(before, after):
    assert switch(before) == after
    assert switch(deploy.enabled(before)) == after


def test_line_ends_of_windows_stay():
    assert deploy.enabled(b"[a]\r\nb=1\r\n") == (
        b"[a]\r\nb=1\r\n\r\n[PythonPlugins]\r\npoplar_nn_plugin=true\r\n"
    )


def test_a_relative_folder_is_one_below_the_current_folder(tmp_path):
    script = build.ROOT / "scripts" / "deploy.py"

    done = subprocess.run(
        ["/usr/bin/python3", script, "réglages"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    target = tmp_path / "réglages" / PROFILE / "python/plugins" / build.NAME
    assert done.stdout == f"{target}\n"
    assert (target / "metadata.txt").is_file()


@pytest.mark.worker
def test_qgis_process_runs_the_deployed_plugin_and_finds_the_worker(config, tmp_path):
    deploy.deploy(config)
    environment = {k: v for k, v in os.environ.items() if k != "POPLARNN_WORKER_PYTHON"}
    environment["QGIS_CUSTOM_CONFIG_PATH"] = str(config)
    script = build.ROOT / "scripts" / "qgis_process.sh"

    done = subprocess.run(
        [script, "run", "poplarnn:checkinstallation", "--", f"REPORT={tmp_path}/rapport é.html"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "READY:\ttrue" in done.stdout.splitlines(), done.stdout
    assert f"{config}/{PROFILE}/poplarnn/worker" in done.stdout
    assert (tmp_path / "rapport é.html").is_file()
