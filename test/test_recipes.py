"""The recipes of docs/scale.md for clusters: the shell does with them what the page says."""

import os
import re
import subprocess

import pytest

from build import ROOT

PAGE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")


def snippet(language: str, word: str) -> str:
    """Return the snippet of the page that holds a word."""
    found = [s for s in re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL) if word in s]
    assert len(found) == 1
    return found[0]


@pytest.fixture
def asked(tmp_path):
    """Return what a job of the array asks of qgis_process, by its number."""
    program = tmp_path / "qgis_process"
    program.write_text('#!/bin/bash\nprintf "%s\\n" "$QGIS_CUSTOM_CONFIG_PATH" "$@"\n')
    program.chmod(0o755)

    def run(number: int) -> list[str]:
        environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
        environment["SLURM_ARRAY_TASK_ID"] = str(number)
        script = snippet("sh", "#SBATCH --array")
        done = subprocess.run(
            ["bash", "-eu", "-c", script], capture_output=True, text=True, env=environment
        )
        assert done.stderr == ""
        return done.stdout.splitlines()

    return run


def extent(words: list[str]) -> tuple[int, ...]:
    (found,) = (word for word in words if word.startswith("EXTENT="))
    return tuple(map(int, re.fullmatch(r"EXTENT=([\d,]+) \[EPSG:\d+\]", found)[1].split(",")))


def test_jobs_of_the_array_cover_a_square_without_a_gap(asked):
    last = int(re.search(r"--array=0-(\d+)", PAGE)[1])
    first_row, second_row, end = asked(0), asked(10), asked(last)
    west, east, south, north = extent(first_row)

    assert extent(asked(1)) == (east, 2 * east - west, south, north)
    assert extent(second_row) == (west, east, 2 * south - north, south)
    assert extent(end)[1] - west == north - extent(end)[2]
    assert first_row[1:4] == ["run", "poplarnn:predict", "--"]
    assert {"RESUME=true", "OUTPUT=/network/tiles/0.tif"} <= set(first_row)
    assert first_row[0] == "/network/qgis"


def test_each_job_writes_a_file_of_its_own(asked):
    assert len({asked(number)[-1] for number in (0, 1, 10, 99)}) == 4


def test_the_snippet_of_workers_is_python():
    compile(snippet("python", "SLURMCluster"), "scale.md", "exec")
