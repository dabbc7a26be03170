"""Jobs are called like functions: values, arrays, progress, and errors cross."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from poplar_nn_plugin import errors
from poplar_nn_plugin.errors import MissingDependencyError, WorkerError
from poplar_nn_plugin.language.current import speak
from poplar_nn_plugin.worker import client
from poplar_nn_plugin.worker.client import Worker, close_shared_worker, shared_worker


@pytest.mark.parametrize(
    "array",
    [
        np.arange(24, dtype="uint8").reshape(2, 3, 4),
        np.arange(6, dtype=">i2"),
        np.linspace(0, 1, 5, dtype="float32"),
        np.array([np.nan, np.inf, -0.0]),
        np.array([True, False]),
        np.array(["peuplier", "hêtre"]),
        np.array([1 + 2j]),
        np.array([(1, 0.5)], dtype=[("class", "i4"), ("x", "f8")]),
        np.array(3.5),
        np.zeros((0, 15, 15, 3), dtype="float32"),
        np.arange(24).reshape(4, 6)[::-2, 1::3],
        np.asfortranarray(np.arange(12).reshape(3, 4)),
        np.broadcast_to(np.arange(3), (2, 3)),
    ],
    ids=lambda array: f"{array.dtype}{array.shape}",
)
def test_an_array_comes_back_as_it_went(calm_worker, array):
    back = calm_worker.call("good.echo", array=array)["array"]

    np.testing.assert_array_equal(back, array)
    assert (back.dtype, back.shape) == (array.dtype, array.shape)


def test_values_come_back_as_they_went(calm_worker, tmp_path):
    values = {"text": "é\ud83c", "number": 0.1, "none": None, "list": [1, {"a": True}]}

    assert calm_worker.call("good.echo", **values) == values
    assert calm_worker.call("good.echo", path=tmp_path) == {"path": str(tmp_path)}


def test_a_job_sees_its_arrays_mapped_and_cannot_write_into_them(calm_worker):
    a = np.ones((2, 3), dtype="float32")
    result = calm_worker.call("good.add", a=a, b=2)

    np.testing.assert_array_equal(result["sum"], 3 * a)
    assert (result["mapped"], result["writeable"]) == (True, False)


def test_the_numpys_of_both_sides_may_differ(calm_worker):
    there = calm_worker.call("good.numpy_version")["version"]

    assert int(there.split(".")[0]) >= 2  # and here, on Debian 12, it is 1.24
    random = np.random.default_rng(0).normal(size=(50, 3))
    np.testing.assert_array_equal(calm_worker.call("good.echo", a=random)["a"], random)


def test_the_process_is_kept_between_calls_and_no_file_is(make_worker, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    worker = make_worker()
    pids = set()
    for _ in range(3):
        worker.call("good.echo", a=np.zeros(9))
        pids.add(worker.call("good.identity")["pid"])
        with pytest.raises(WorkerError):
            worker.call("good.nothing", a=np.zeros(9))
        (folder,) = tmp_path.iterdir()

        assert folder.stat().st_mode & 0o777 == 0o700
        assert [path.name for path in folder.rglob("*") if path.is_file()] == ["owner"]
    assert len(pids) == 1


def test_progress_comes_in_order_seldom_and_to_the_end(calm_worker, recorder):
    progress = recorder()
    calm_worker.call("good.count", to=100_000, progress=progress)
    fractions = progress.told[1:-1]

    assert (progress.told[0], progress.told[-1]) == ("start", "end")
    assert fractions == sorted(set(fractions))
    assert fractions[-1] == 1.0
    assert len(fractions) < 40


def test_progress_comes_while_the_job_runs(calm_worker, recorder):
    progress = recorder()
    calm_worker.call("good.wait", seconds=0.6, progress=progress)
    ended = time.monotonic()

    assert progress.told[0] == "waiting"
    assert len(progress.told) >= 4
    assert ended - progress.times[1] > 0.3


def test_a_warning_comes_as_one_and_a_message_that_looks_like_one_does_not(calm_worker, recorder):
    warnings = []
    progress = recorder()
    progress.warn = warnings.append
    calm_worker.call("good.warn", progress=progress)

    assert progress.told == ["Warning: is a word here"]
    assert warnings == ["careful"]


def test_prints_do_not_come_between_the_frames(calm_worker):
    assert calm_worker.call("good.noise", kilobytes=300) == {"read": ""}
    assert calm_worker.call("good.echo", a=1) == {"a": 1}


def test_what_is_printed_is_told_line_by_line_to_the_last(make_worker):
    lines = []
    worker = make_worker(on_line=lines.append)
    worker.call("good.noise", kilobytes=300)
    worker.call("good.murmur")
    worker.close()

    assert lines.count("x" * 1023) == 300
    assert "straight to the descriptor" in lines
    assert lines[-1].endswith("Été without an end of line")


def test_an_error_of_the_user_crosses_whole_and_the_process_stays(calm_worker):
    before = calm_worker.call("good.identity")
    with pytest.raises(errors.DatasetError, match=r"^Été: no patch is left\.$") as caught:
        calm_worker.call("bad.refuse")

    assert type(caught.value) is errors.DatasetError
    assert caught.value.fields == {"size": 15, "bands": [1, 2], "name": "poplar"}
    assert calm_worker.call("good.identity") == before


def test_an_error_of_a_class_unknown_here_is_the_nearest_known(calm_worker):
    with pytest.raises(errors.DatasetError, match="narrow") as caught:
        calm_worker.call("bad.derived")

    assert type(caught.value) is errors.DatasetError


def test_a_job_may_cancel_itself(calm_worker):
    with pytest.raises(errors.Cancelled):
        calm_worker.call("bad.stop_by_itself")


def test_a_package_that_is_missing_is_named_with_its_python(calm_worker, python):
    with pytest.raises(MissingDependencyError, match="checkinstallation") as caught:
        calm_worker.call("bad.lacks")

    assert caught.value.fields == {
        "python": str(python),
        "missing": ["package_that_nobody_has"],
    }


@pytest.mark.parametrize(
    ("job", "said"),
    [
        ("os.system", r"no job 'os\.system', only good\.add, good\.count"),
        ("good.hidden", "no job 'good.hidden'"),
        ("good.np", "no job 'good.np'"),
        ("good", "no job 'good'"),
        ("good.echo.__call__", "no job 'good.echo.__call__'"),
        ("..os.system", r"no job '\.\.os\.system'"),
        ("", "no job ''"),
    ],
)
def test_only_listed_jobs_run(calm_worker, job, said):
    with pytest.raises(WorkerError, match=said):
        calm_worker.call(job)


def test_by_default_the_jobs_are_those_of_the_plugin(python):
    with Worker(python) as worker, pytest.raises(WorkerError, match="only describe_installation"):
        worker.call("good.echo")


def test_a_value_that_cannot_cross_is_a_fault_on_either_side(make_worker):
    worker = make_worker()
    with pytest.raises(TypeError, match="set"):
        worker.call("good.echo", a={1})
    with pytest.raises(WorkerError, match="allow_pickle=False"):
        worker.call("good.ragged")

    assert worker.call("good.echo", a=1) == {"a": 1}


def test_threads_take_turns_and_get_their_own_answers(calm_worker):
    def ask(number):
        return calm_worker.call("good.add", a=np.full(1000, number), b=1)["sum"]

    with ThreadPoolExecutor(4) as threads:
        for number, answer in enumerate(threads.map(ask, range(40))):
            np.testing.assert_array_equal(answer, np.full(1000, number + 1))


def test_a_broken_environment_of_ours_does_not_reach_the_worker(make_worker, monkeypatch):
    for name in ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "LD_PRELOAD", "QT_PLUGIN_PATH"):
        monkeypatch.setenv(name, "/nonsense")
    seen = make_worker().call("good.environment")

    assert "/nonsense" not in seen["variables"].values()
    assert seen["folder"] == "/"
    assert not {"tensorflow", "keras", "osgeo", "qgis"} & set(seen["modules"])


def test_a_program_that_cannot_be_started_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Worker(Path("/nowhere/python")) as worker:
        with pytest.raises(MissingDependencyError, match="/nowhere/python"):
            worker.call("good.echo")

        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("program", "said"),
    [("/bin/true", "exit code 0"), ("/bin/false", "exit code 1"), ("/bin/echo", "b'-I -'")],
)
def test_a_program_that_is_no_worker_is_told(program, said):
    with Worker(Path(program)) as worker, pytest.raises(WorkerError, match=said):
        worker.call("good.echo")


def test_a_closed_worker_takes_no_jobs(make_worker):
    worker = make_worker()
    worker.close()
    worker.close()

    with pytest.raises(WorkerError, match="closed"):
        worker.call("good.identity")


def test_the_shared_worker_is_one_until_closed_or_another_python_is_named(python, tmp_path):
    environment = tmp_path / "other"
    environment.symlink_to(python.parent.parent)
    first = shared_worker(python)

    assert shared_worker(python) is first

    other = shared_worker(environment / "bin" / "python")
    assert other is not first
    with pytest.raises(WorkerError, match="closed"):
        first.call("good.echo")
    close_shared_worker()
    close_shared_worker()
    assert client._shared is None


@pytest.mark.worker
def test_tensorflow_answers_and_stays_out_of_this_process(python):
    with Worker(python) as worker:
        found = worker.call("describe_installation")

    assert found["versions"]["tensorflow"].startswith("2.")
    assert any("CPU" in device for device in found["devices"])
    assert not {"tensorflow", "keras", "h5py", "sklearn"} & set(sys.modules)


def test_a_job_speaks_the_language_of_who_calls_it(calm_worker, recorder):
    told = recorder()

    try:
        speak("fr")
        in_french = calm_worker.call("good.said", text="No problem was found.", progress=told)
    finally:
        speak("")
    in_english = calm_worker.call("good.said", text="No problem was found.")

    assert in_french["said"] == "Aucun problème n'a été trouvé."
    assert in_english["said"] == "No problem was found."
    assert told.told == ["No problem was found."]  # it is said where it is shown
