"""The archive is what the QGIS plugin repository takes and what a stock QGIS can load."""

import os
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from pathlib import Path, PurePosixPath

import pytest

import build

LARGEST = 25 * 2**20  # bytes, the repository's limit
# What is read as text or is a picture; anything else would count as a binary there.
KINDS = {".css", ".html", ".json", ".md", ".model3", ".npz", ".png", ".py", ".qm", ".qml", ".svg"}
KINDS |= {".txt"}


@pytest.fixture(scope="module")
def archive() -> Path:
    return build.pack()


@pytest.fixture(scope="module")
def names(archive) -> list[PurePosixPath]:
    with zipfile.ZipFile(archive) as packed:
        assert packed.testzip() is None
        return [PurePosixPath(name) for name in packed.namelist()]


@pytest.fixture(scope="module")
def metadata(archive) -> dict:
    parser = ConfigParser()  # as the repository reads it: a lone % is an error
    with zipfile.ZipFile(archive) as packed:
        parser.read_string(packed.read(f"{build.NAME}/metadata.txt").decode("utf-8"))
    return parser["general"]


def test_the_archive_has_one_top_folder_named_as_the_plugin(names):
    assert {name.parts[0] for name in names} == {build.NAME}
    assert build.NAME.isidentifier()
    assert not any(".." in name.parts or name.is_absolute() for name in names)


def test_the_archive_holds_each_file_once(names):
    assert len(names) == len(set(names))


def test_the_archive_has_what_qgis_and_the_repository_look_for(names):
    inside = {str(name.relative_to(build.NAME)) for name in names}

    assert inside >= {
        "__init__.py",
        "metadata.txt",
        "LICENSE",
        "plugin.py",
        "provider.py",
        "resources/icons/poplarnn.svg",
        "resources/requirements/worker.txt",
    }


def test_every_module_of_the_plugin_is_in_the_archive(names):
    source = build.ROOT / build.NAME
    expected = {
        build.NAME / path.relative_to(source)
        for path in source.rglob("*.py")
        if "__pycache__" not in path.parts
    }

    assert {Path(name) for name in names if name.suffix == ".py"} == expected


def test_the_archive_has_nothing_that_the_repository_refuses(names):
    strange = [name for name in names if name.name != "LICENSE" and name.suffix not in KINDS]
    hidden = [name for name in names if any(part.startswith((".", "__MAC")) for part in name.parts)]
    foreign = [name for name in names if {"test", "tests", "__pycache__"} & set(name.parts)]

    assert strange == hidden == foreign == []


def test_the_archive_is_small_enough_to_upload(archive):
    assert archive.stat().st_size < LARGEST / 5


def test_no_file_of_the_archive_is_executable(archive):
    with zipfile.ZipFile(archive) as packed:
        rights = {info.external_attr >> 16 & 0o777 for info in packed.infolist()}

    assert rights == {0o644}


def test_packing_twice_gives_the_same_bytes(archive, tmp_path):
    before = archive.read_bytes()
    touched = build.ROOT / "build" / build.NAME / "metadata.txt"
    shutil.copy(touched, tmp_path / "copy")  # a new date, the same text
    shutil.copy2(tmp_path / "copy", touched)

    assert build.pack().read_bytes() == before


def test_another_folder_clock_and_user_give_the_same_bytes(archive, tmp_path):
    checkout = tmp_path / "ailleurs é"
    for name in (build.NAME, "resources", "scripts"):
        shutil.copytree(
            build.ROOT / name, checkout / name, copy_function=shutil.copyfile, symlinks=True
        )  # new dates and rights
    for name in ("metadata.txt", "LICENSE", "CHANGELOG.md"):
        shutil.copyfile(build.ROOT / name, checkout / name)
    (checkout / build.NAME / "errors.py").chmod(0o700)

    subprocess.run(
        [sys.executable, "-I", checkout / "scripts" / "build.py", "--zip"],
        check=True,
        env={**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"},
        umask=0o077,
    )

    assert (checkout / "build" / archive.name).read_bytes() == archive.read_bytes()


@pytest.mark.parametrize(
    "key",
    [
        "name",
        "description",
        "version",
        "qgisMinimumVersion",
        "author",
        "email",
        "about",
        "tracker",
        "repository",
    ],
)
def test_the_metadata_has_what_the_repository_requires(metadata, key):
    assert metadata.get(key, "").strip()


def test_the_metadata_lets_qgis_process_find_the_provider_on_qgis_3_22_to_4(metadata):
    assert metadata["hasProcessingProvider"] == "yes"
    assert metadata["qgisMinimumVersion"] == "3.22"
    assert metadata["qgisMaximumVersion"] == "4.99"
    assert "supportsQt6" not in metadata  # gone from QGIS, and the repository warns of it


def test_the_metadata_names_what_must_be_installed_in_its_about_text(metadata):
    for library in ("TensorFlow", "scikit-learn", "matplotlib", "Jinja2"):
        assert library in metadata["about"]
        assert library in metadata["external_deps"]


def test_the_metadata_is_complete_and_its_tags_are_english(metadata):
    tags = metadata["tags"].split(",")

    assert len(tags) == len(set(tags)) >= 8
    assert all(re.fullmatch("[a-z]+( [a-z]+)*", tag) for tag in tags)
    assert metadata["category"] == "Raster"
    for key in ("homepage", "tracker", "repository"):
        assert metadata[key].startswith("https://")
    assert metadata["changelog"].startswith(f"{metadata['version']}: ")
    assert "plugin" not in metadata["name"].lower()  # the repository asks for that


def test_the_icon_of_the_metadata_is_a_png_of_64_pixels(archive, metadata):
    with zipfile.ZipFile(archive) as packed:
        picture = packed.read(f"{build.NAME}/{metadata['icon']}")

    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (64, 64)


def test_a_file_that_went_goes_from_the_build_and_a_changed_one_is_renewed(tmp_path):
    target = build.assemble(tmp_path / "plugin with spaces é")
    (target / "stray.py").write_text("")
    (target / "errors.py").write_text("changed")

    build.assemble(target)

    built = {path.relative_to(target) for path in target.rglob("*") if path.is_file()}
    assert built == set(build.sources())
    assert (target / "errors.py").read_bytes() == (
        build.ROOT / build.NAME / "errors.py"
    ).read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_the_tests_import_the_build_and_not_the_checkout():
    from poplar_nn_plugin import errors

    assert Path(errors.__file__).is_relative_to(build.ROOT / "build")
