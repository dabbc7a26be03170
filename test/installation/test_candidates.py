"""Pythons are looked for where each platform has them, and QGIS itself is never one."""

from pathlib import Path

import pytest

from poplar_nn_plugin.installation.candidates import Surroundings, candidates


@pytest.fixture
def tree(tmp_path):
    """Make files, and return what is found among them, relative to the root."""

    def find(system, files, prefix="", program="", **variables):
        for name in files:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)
        rooted = {
            name: separator.join(str(tmp_path / part) for part in value)
            for separator in (";" if system == "win32" else ":",)
            for name, value in variables.items()
        }
        around = Surroundings(
            system,
            tmp_path / prefix,
            tmp_path / program,
            tmp_path / "home/ann",
            rooted,
            tmp_path,
        )
        return [path.relative_to(tmp_path).as_posix() for path in candidates(around)]

    return find


def test_debian_s_own_python_comes_first_and_one_of_the_user_after_it(tree):
    files = ["usr/bin/python3", "usr/bin/qgis", "home/ann/.pyenv/versions/3.12.1/bin/python3"]

    found = tree("linux", files, prefix="usr", program="usr/bin/qgis", PATH=["usr/bin"])

    assert found == ["usr/bin/python3", "home/ann/.pyenv/versions/3.12.1/bin/python3"]


def test_a_link_and_what_it_leads_to_are_one(tree, tmp_path):
    (tmp_path / "usr/bin").mkdir(parents=True)
    (tmp_path / "usr/bin/python3").symlink_to("python3.12")

    assert tree("linux", ["usr/bin/python3.12"]) == ["usr/bin/python3"]


def test_in_a_flatpak_there_is_the_runtime_s_python(tree):
    files = ["usr/bin/python3", "app/bin/qgis", "app/bin/python3"]

    found = tree("linux", files, prefix="usr", program="app/bin/qgis", PATH=["app/bin", "usr/bin"])

    assert found == ["usr/bin/python3", "app/bin/python3"]


@pytest.mark.parametrize(
    "inside",
    [
        "MacOS/bin/python3",
        "Frameworks/Python.framework/Versions/3.12/bin/python3",
        "MacOS/python3.12",
    ],
    ids=["3.x", "4.x", "beside QGIS"],
)
def test_in_qgis_app_its_python_is_found_and_not_qgis(tree, inside):
    contents = "Applications/QGIS.app/Contents"
    program = f"{contents}/MacOS/QGIS"

    found = tree("darwin", [program, f"{contents}/{inside}"], program=program)

    assert found == [f"{contents}/{inside}"]


def test_on_macos_a_python_of_its_home_page_comes_before_qgis_s_and_xcode_is_not_asked(tree):
    contents = "Applications/QGIS-LTR.app/Contents"
    own = "Library/Frameworks/Python.framework/Versions/3.12/bin/python3"
    files = ["usr/bin/python3", own, f"{contents}/MacOS/bin/python3", "opt/homebrew/bin/python3"]

    found = tree("darwin", files, PATH=["usr/bin"])

    assert found == [own, "opt/homebrew/bin/python3", f"{contents}/MacOS/bin/python3"]


def test_in_osgeo4w_python_is_found_beside_qgis(tree):
    files = ["OSGeo4W/bin/qgis-ltr-bin.exe", "OSGeo4W/apps/Python312/python.exe"]
    files += ["OSGeo4W/apps/Python312/pythonw.exe", "OSGeo4W/bin/python3.exe"]

    found = tree(
        "win32",
        files,
        prefix="OSGeo4W/apps/Python312",
        program="OSGeo4W/bin/qgis-ltr-bin.exe",
        OSGEO4W_ROOT=["OSGeo4W"],
        PATH=["OSGeo4W/apps/Python312", "OSGeo4W/bin"],
    )

    assert found == ["OSGeo4W/apps/Python312/python.exe", "OSGeo4W/bin/python3.exe"]


def test_with_the_installer_of_windows_the_user_s_python_comes_first_and_no_shim_of_the_store(tree):
    home = "Program Files/QGIS 3.40.1"
    own = "home/ann/AppData/Local/Programs/Python/Python312/python.exe"
    shim = "home/ann/AppData/Local/Microsoft/WindowsApps"
    files = [f"{home}/bin/qgis-bin.exe", f"{home}/apps/Python312/python.exe", own]
    files += [f"{shim}/python.exe", "Program Files/Python313/python.exe"]

    found = tree(
        "win32",
        files,
        prefix=f"{home}/apps/Python312",
        program=f"{home}/bin/qgis-bin.exe",
        LOCALAPPDATA=["home/ann/AppData/Local"],
        PROGRAMFILES=["Program Files"],
        PATH=[shim, f"{home}/bin"],
    )

    assert found == [
        own,
        "Program Files/Python313/python.exe",
        f"{home}/apps/Python312/python.exe",
    ]


def test_nothing_is_found_where_nothing_is(tree):
    assert [tree(system, []) for system in ("linux", "darwin", "win32")] == [[], [], []]


def test_this_computer_has_one():
    found = candidates(Surroundings.here())

    assert all(isinstance(path, Path) and path.is_file() for path in found)
    assert found
