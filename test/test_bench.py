"""The benchmarks compare like with like; how fast anything is, they say themselves."""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from samples import read_raster

import poplar_nn_plugin
from poplar_nn_plugin import filters
from poplar_nn_plugin.engine import OutputSpec
from poplar_nn_plugin.engine.outputs.layout import creation_options
from poplar_nn_plugin.registry import discover

BENCH = Path(__file__).resolve().parents[1] / "bench"
BUILD = Path(poplar_nn_plugin.__file__).parent.parent


@pytest.fixture
def bench(monkeypatch):
    """Return a function that imports a module of bench/."""
    monkeypatch.syspath_prepend(str(BENCH))
    return import_module


def run(script, *words):
    done = subprocess.run(
        [sys.executable, BENCH / script, *map(str, words)],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(str, (BUILD, BENCH, BENCH / "peers"))),
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_peers_write_with_our_own_creation_options(bench):
    ours = creation_options(OutputSpec(1, "float32", None), 2, "uncompressed")

    assert sorted(ours) == sorted(bench("options").creation_options())


def test_every_case_has_a_name_of_its_own_and_known_work(bench):
    cases, functions = bench("cases").CASES, bench("functions")
    known = discover(filters, "FILTER")

    assert len({case.name for case in cases}) == len(cases)
    for case in cases:
        if case.filter:
            known[case.filter](**case.settings)
        else:
            assert all(callable(getattr(functions, output.work)) for output in case.outputs)


def test_targets_name_programs_that_are_there(bench):
    names = {program.name for program in bench("programs").PEERS}

    assert {name for case in bench("cases").CASES for name in case.least} <= names


def test_the_page_sums_up_the_table_that_it_shows(bench):
    page = (BENCH / "README.md").read_text("utf-8")
    table = page.partition("<!-- table -->\n")[2].partition("\n<!-- end -->")[0].split("\n")
    summary, ours = bench("summary"), bench("programs").OURS[0].name

    again = summary.between(page, "found", summary.summary(table, ours))

    assert again == page
    assert "| rasterio, 2 threads | 8000 | 4 |" in page


def test_a_program_is_summed_up_on_its_largest_image(bench):
    rows = [
        "| case | side | program | wall | CPU | MB | theirs / ours | wanted |",
        "| copy | 10 | Poplar NN, 2 jobs | 1 | 1 | 100 | 1.00 times the floor |  |",
        "| copy | 10 | other | 9 | 9 | 100 | 9.0 |  |",
        "| copy | 20 | Poplar NN, 2 jobs | 1 | 1 | 100 | 1.00 times the floor |  |",
        "| copy | 20 | Poplar NN, 1 job | 2 | 1 | 90 | 2.0 |  |",
        "| copy | 20 | other | 2 | 2 | 150 | 2.0 | at least 3 (missed) |",
        "| copy | 20 | the floor | 1 | | | | |",
        "| half | 20 | Poplar NN, 2 jobs | 1 | 1 | 100 | 1.00 times the floor |  |",
        "| half | 20 | other | 4 | 4 | 300 | 4.0 | |",
        "| half | 20 | broken | ended with 1: no | | | | |",
    ]

    told = bench("summary").summary(rows, "Poplar NN, 2 jobs")

    assert told[2:] == ["| other | 20 | 2 | 2.0 to 4.0 | 3.0 | 1.5 to 3.0 |"]


def test_what_is_written_by_hand_stays_on_the_page(bench):
    between = bench("summary").between

    page = between("a\n<!-- x -->\nold\n<!-- end -->\nb\n", "x", ["new", "table"])

    assert page == "a\n<!-- x -->\nnew\ntable\n<!-- end -->\nb\n"
    with pytest.raises(ValueError, match="<!-- x -->"):
        between("a\n", "x", [])


def test_what_the_last_program_wrote_is_removed(bench, tmp_path):
    (case,) = (case for case in bench("cases").CASES if case.name == "three")
    job = bench("programs").Job(case, 300, (), "-", tmp_path)
    for path in job.outputs[:2]:
        Path(path).write_text("old")

    job.clear()

    assert list(tmp_path.iterdir()) == []


def test_ours_and_the_plain_array_give_the_same(tmp_path):
    run("images.py", "byte1", 300, tmp_path / "in.tif")
    run("ours.py", "median5-byte1", 2, "-", tmp_path / "ours.tif", tmp_path / "in.tif")
    run(
        "peers/scipy_array.py",
        *("median5-byte1", 2, "-", tmp_path / "scipy.tif", tmp_path / "in.tif"),
    )

    ours, theirs = (read_raster(tmp_path / f"{name}.tif") for name in ("ours", "scipy"))
    assert np.array_equal(ours[2:-2, 2:-2], theirs[2:-2, 2:-2])


@pytest.mark.parametrize(("kind", "dtype"), [("byte1", "uint8"), ("short1", "uint16")])
def test_images_are_of_the_type_their_cases_name(kind, dtype, tmp_path):
    run("images.py", kind, 50, tmp_path / "in.tif")

    assert read_raster(tmp_path / "in.tif").dtype == dtype


def test_the_floor_is_seconds(tmp_path):
    run("images.py", "byte3", 300, tmp_path / "in.tif")

    told = run("peers/floor.py", "half", 2, "-", tmp_path / "out.tif", tmp_path / "in.tif")

    assert 0 < float(told) < 60
    assert read_raster(tmp_path / "out.tif").shape == (300, 300, 3)


def test_a_program_is_measured_and_its_failure_told(bench):
    measure = bench("measure")
    code = "import sys; x = bytearray(80_000_000); print(7); sys.exit(int(sys.argv[1]))"

    done = measure.measure([sys.executable, "-c", code, "0"], {})

    assert done.said == "7\n"
    assert 0 < done.cpu <= 2 * done.wall + 0.1
    assert done.peak > 76
    with pytest.raises(measure.ProgramError, match="ended with 3"):
        measure.measure([sys.executable, "-c", code, "3"], {})


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_split_adds_up_and_the_work_is_done(tmp_path, jobs):
    run("images.py", "byte1", 300, tmp_path / "in.tif")

    said = json.loads(
        run("split.py", "mean3-byte1", jobs, "-", tmp_path / "out.tif", tmp_path / "in.tif")
    )

    assert list(said["seconds"]) == ["start", "read", "function", "write", "rest"]
    assert min(said["seconds"].values()) > 0
    assert (tmp_path / "out.tif").exists()


def test_features_are_compared_with_those_of_keras_round_by_round(bench):
    features = bench("features")
    runs = {
        way: [{"seconds": each, "processor": 2 * each, "peak_mb": 100} for each in seconds]
        for way, seconds in {"Keras": (2, 4, 9), "NumPy": (1, 2, 3)}.items()
    }

    assert features.row("NumPy", 2, runs) == "| NumPy | 2 | 2.00 | 2.00 | 4.00 | 100 |"
