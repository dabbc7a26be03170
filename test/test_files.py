"""Outputs of a run take their names all or none, whatever breaks in between."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import killed_runs
import pytest
from killed_runs import NEW, OLD, found, lay_out, next_run, outputs_in, run

from poplar_nn_plugin import journal, leftovers
from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.files import Outputs, whole_file
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.places import beside, public, require_replaceable, require_writable, target_of


def child(program, *arguments):
    """Run a program in a Python of its own and return its exit code."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, *program, *map(str, arguments)]
    return subprocess.run(command, env=environment, check=False).returncode


def test_a_run_replaces_all_that_it_wrote_and_keeps_what_is_the_users(tmp_path):
    lay_out(tmp_path, OLD)

    run(tmp_path)

    assert found(tmp_path) == NEW


@pytest.fixture
def fast_folder(tmp_path):
    """Return a folder in memory where the system has such."""
    if not os.path.isdir("/dev/shm"):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are copied by the system")
@pytest.mark.parametrize("system", killed_runs.SYSTEMS)
def test_after_kills_at_any_point_the_next_run_finds_all_old_or_all_new(fast_folder, system):
    assert child([killed_runs.__file__], system, fast_folder) == 0

    seen = []
    for number, home in enumerate(sorted(fast_folder.iterdir())):
        next_run(home, number)
        assert found(home) in (OLD, NEW), number
        seen.append(found(home) == NEW)

    assert 20 < len(seen) < 200
    assert seen == sorted(seen)  # all old up to a point, all new from then on
    assert {False, True} == set(seen)


@pytest.mark.parametrize("fails_at", range(12))
@pytest.mark.parametrize("exchanges", [True, False])
def test_a_rename_that_is_refused_leaves_all_as_it_was(tmp_path, monkeypatch, fails_at, exchanges):
    lay_out(tmp_path, OLD)
    left = fails_at
    real = {name: getattr(os, name) for name in ("rename", "replace")}

    def refused(name):
        def call(path, target, **named):
            nonlocal left
            if ".json" not in str(target) or "model" in str(target):  # the journal is not refused
                left -= 1
                if left == -1:
                    raise PermissionError(13, "used by another program", str(path), None, target)
            return real[name](path, target, **named)

        return call

    for name in real:
        monkeypatch.setattr(os, name, refused(name))
    if not exchanges:
        monkeypatch.setattr(journal, "_exchange", lambda first, second: False)

    said = None
    try:
        run(tmp_path)
    except OutputError as error:
        said = str(error)

    assert (said is None) == (left >= 0)  # it went well only if all was renamed before
    if said is not None:
        assert "used by another program" in said
        assert ".poplarnn" not in said
    assert found(tmp_path) == (NEW if said is None else OLD)


def test_a_script_that_is_asked_to_end_leaves_nothing(tmp_path):
    code = """
import os, signal, sys
from pathlib import Path
from poplar_nn_plugin.files import Outputs, whole_file
with whole_file(sys.argv[1] + "/first.txt") as file:
    file.write_text("new")
assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
with Outputs() as outputs:
    outputs.path(sys.argv[1] + "/second.txt").write_text("half")
    os.kill(os.getpid(), signal.SIGTERM)
    print("not reached")
"""
    assert child(["-c", code], tmp_path) == 128 + signal.SIGTERM
    assert found(tmp_path) == {"first.txt": "new"}
    assert [path.name for path in tmp_path.iterdir()] == ["first.txt"]


def test_the_folder_may_be_moved_between_a_kill_and_the_next_run(tmp_path):
    lay_out(tmp_path / "a", {"x.txt": "old", "d/x": "old"})
    code = """
import os, sys
from pathlib import Path
from poplar_nn_plugin import files, journal
journal.Move.do = lambda move: os.kill(os.getpid(), 9)
with files.Outputs() as outputs:
    outputs.path(Path(sys.argv[1], "d")).mkdir()
    for name in ("x.txt", "d/x"):
        outputs.path(Path(sys.argv[1], name)).write_text("new")
"""
    assert child(["-c", code], tmp_path / "a") == -signal.SIGKILL
    (tmp_path / "a").rename(tmp_path / "b")

    outputs_in(tmp_path / "b")

    assert found(tmp_path / "b") == {"x.txt": "new", "d/x": "new"}


def test_nothing_of_a_run_that_goes_on_is_touched_by_the_next_one(tmp_path):
    with Outputs() as outputs:
        outputs.path(tmp_path / "a.txt").write_text("a")
        outputs_in(tmp_path)
        outputs.path(tmp_path / "b.txt").write_text("b")

    assert found(tmp_path) == {"a.txt": "a", "b.txt": "b"}


def test_what_another_machine_writes_is_left_alone_for_a_week(tmp_path):
    folder = tmp_path / ".01234567.poplarnn"
    folder.mkdir()
    (folder / "owner").write_text("another machine")

    outputs_in(tmp_path)
    assert folder.is_dir()

    weeks_ago = time.time() - 15 * 24 * 3600
    os.utime(folder, (weeks_ago, weeks_ago))
    outputs_in(tmp_path)
    assert not folder.exists()


def test_a_folder_whose_process_was_killed_at_once_goes_too(tmp_path):
    folder = tmp_path / ".01234567.poplarnn"
    folder.mkdir()

    outputs_in(tmp_path)
    assert folder.is_dir()  # it may be claimed at this moment

    os.utime(folder, (time.time() - 100,) * 2)
    outputs_in(tmp_path)
    assert not folder.exists()


def test_where_the_system_has_no_locks_nothing_is_removed(tmp_path, monkeypatch):
    folder = tmp_path / ".01234567.poplarnn"
    folder.mkdir()
    (folder / "owner").write_bytes(leftovers.platform.node().encode())
    monkeypatch.setattr(leftovers, "try_lock", lambda file: False)

    outputs_in(tmp_path)

    assert folder.is_dir()


def test_temporary_folders_of_killed_processes_are_removed_by_the_next(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    code = """
import os
from poplar_nn_plugin.leftovers import scratch_folder
with scratch_folder() as folder:
    (folder / "gigabytes").write_text("x")
    os.kill(os.getpid(), 9)
"""
    assert child(["-c", code]) == -signal.SIGKILL
    assert len(list(tmp_path.iterdir())) == 1

    with scratch_folder() as folder:
        assert list(tmp_path.iterdir()) == [folder]
        assert folder.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == []


def test_a_file_appears_when_it_is_whole(tmp_path):
    with whole_file(tmp_path / "m.keras") as temporary:
        temporary.write_text("new")
        assert not (tmp_path / "m.keras").exists()
        assert temporary.name == "m.keras"

    assert found(tmp_path) == {"m.keras": "new"}


def break_off(path, error):
    with whole_file(path) as temporary:
        temporary.write_text("half")
        raise error


@pytest.mark.parametrize(
    ("error", "seen"), [(KeyError(), KeyError), (OSError("disk full"), OutputError)]
)
def test_an_error_leaves_the_older_file(tmp_path, error, seen):
    (tmp_path / "r.html").write_text("old")

    with pytest.raises(seen):
        break_off(tmp_path / "r.html", error)

    assert found(tmp_path) == {"r.html": "old"}


def test_a_file_within_a_file_of_a_run_waits_for_it(tmp_path):
    with Outputs() as outputs:
        place = outputs.path(tmp_path / "r.html")
        with whole_file(place) as temporary:
            temporary.write_text("new")
            assert target_of(temporary) == tmp_path / "r.html"
        assert place.read_text() == "new"
        assert not (tmp_path / "r.html").exists()

    assert found(tmp_path) == {"r.html": "new"}


def test_nobody_sees_a_private_path(tmp_path):
    with Outputs() as outputs:
        place = outputs.path(tmp_path / "r.html")

        said = public(f"{place} and {place.parent} cannot be written")

    assert said == f"{tmp_path / 'r.html'} and {tmp_path} cannot be written"


def test_a_file_in_a_folder_of_the_same_run_comes_with_it(tmp_path):
    with Outputs() as outputs:
        folder = outputs.path(tmp_path / "patches")
        folder.mkdir()
        outputs.path(tmp_path / "patches" / "footprints.gpkg").write_text("new")

    assert found(tmp_path) == {"patches/footprints.gpkg": "new"}


def test_the_longest_name_is_written_and_a_longer_one_refused(tmp_path):
    with whole_file(tmp_path / ("n" * 250 + ".txt")) as temporary:
        temporary.write_text("new")
    assert list(found(tmp_path).values()) == ["new"]

    with pytest.raises(OutputError, match=r"has 304 bytes, and .* such names up to 255"):
        require_writable(tmp_path / ("n" * 300 + ".txt"))
    with pytest.raises(OutputError, match="its name has 302 bytes"):
        Outputs().path(tmp_path / ("é" * 151))


@pytest.mark.parametrize("letter", ["n", "é"])
def test_what_belongs_to_a_file_with_a_long_name_has_a_name_that_fits(tmp_path, letter):
    longest = letter * (250 // len(letter.encode())) + ".tif"
    other = "x" + longest[1:]

    names = [beside(tmp_path / name, ".record.json").name for name in (longest, other, "a.tif")]

    assert names[2] == "a.tif.record.json"
    assert len(set(names)) == 3
    assert all(name.endswith(".record.json") and len(name.encode()) <= 255 for name in names)


def test_a_place_that_cannot_be_written_is_told_beforehand(tmp_path):
    with pytest.raises(OutputError, match="there is no folder"):
        require_writable(tmp_path / "missing" / "m.keras")
    with pytest.raises(OutputError, match="is a folder"):
        require_writable(tmp_path)
    with pytest.raises(OutputError, match="there is no folder"):
        Outputs().path(tmp_path / "missing" / "m.keras")


def test_a_folder_never_takes_the_place_of_a_file(tmp_path):
    lay_out(tmp_path, {"x": "a file", "y/z": "a folder"})

    for write in (lambda p: (p / "x").mkdir(), lambda p: (p / "y").write_text("new")):
        with pytest.raises(OutputError, match="has this name"), Outputs() as outputs:
            write(outputs.path(tmp_path / "x").parent)

    assert found(tmp_path) == {"x": "a file", "y/z": "a folder"}


def test_only_a_folder_of_ours_is_replaced(tmp_path):
    lay_out(tmp_path, {"photos/1.jpg": "x", "patches/dataset.json": "x"})

    require_replaceable(tmp_path / "patches", "dataset.json")
    with pytest.raises(OutputError, match="not ours to replace"):
        require_replaceable(tmp_path / "photos", "dataset.json")


def test_what_is_dropped_goes_with_the_new_names_and_not_before(tmp_path):
    kept = tmp_path / ".map.tif.part"
    kept.mkdir()
    (kept / "blocks").write_bytes(b"123")
    outputs = Outputs()
    outputs.path(tmp_path / "map.tif").write_bytes(b"new")
    outputs.drop(kept)
    outputs.discard()

    assert (kept / "blocks").read_bytes() == b"123"
    assert not (tmp_path / "map.tif").exists()

    with Outputs() as outputs:
        outputs.path(tmp_path / "map.tif").write_bytes(b"new")
        outputs.drop(kept)

    assert [path.name for path in tmp_path.iterdir()] == ["map.tif"]
