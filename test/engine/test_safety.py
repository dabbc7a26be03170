"""What happens when the machine fails: killed, disk full, memory scarce. Real processes."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest
from gdal_mode import without_libtiff
from samples import read_raster, write_raster

import poplar_nn_plugin
from poplar_nn_plugin.engine import OutputSpec, RasterSource, Step, apply
from poplar_nn_plugin.engine.sink import RasterSink

BUILD = Path(poplar_nn_plugin.__file__).parent.parent


def start(code, *arguments):
    """Start a Python that knows the plugin and runs `code`."""
    preamble = textwrap.dedent(
        f"""
        import sys
        sys.path.insert(0, {str(BUILD)!r})
        import numpy as np
        from osgeo import gdal
        gdal.DontUseExceptions()  # stated, or GDAL 3.7 and later warn
        from poplar_nn_plugin.engine import OutputSpec, RasterSource, Step, apply
        """
    )
    return subprocess.Popen(
        [sys.executable, "-c", preamble + textwrap.dedent(code), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_process_killed_in_its_work_leaves_the_previous_file(tmp_path):
    write_raster(tmp_path / "in.tif", np.ones((300, 300), "uint8"))
    before = write_raster(tmp_path / "old.tif", np.full((2, 2), 9, "uint8")).read_bytes()
    child = start(
        """
        import os, pathlib, time
        folder = pathlib.Path(sys.argv[1])

        def slow(block):
            if block.window.row >= 200:
                os.write(1, b"deep in the work\\n")
                time.sleep(60)
            return block.data

        step = Step("slow", slow, OutputSpec(1, "uint8", 0))
        apply([RasterSource(folder / "in.tif")],
              {folder / "old.tif": step, folder / "new.tif": step}, block_size=50, n_jobs=2)
        """,
        tmp_path,
    )
    line = child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    errors = child.communicate()[1]

    assert line == "deep in the work\n", errors
    assert child.returncode == -signal.SIGKILL
    assert before == (tmp_path / "old.tif").read_bytes()
    assert not (tmp_path / "new.tif").exists()


@pytest.mark.parametrize("exceptions", [False, True], ids=["codes", "exceptions"])
@pytest.mark.parametrize("share", [0.001, 0.3, 0.9999], ids=["at once", "midway", "at the end"])
def test_a_full_disk_is_told_and_leaves_the_previous_file(tmp_path, exceptions, share):
    """A limit on the size of files makes writes fail as a full disk does."""
    noise = np.random.default_rng(0).integers(0, 255, (1200, 1200), dtype="uint8")
    source = RasterSource(write_raster(tmp_path / "in.tif", noise))
    copy = Step("copy", lambda block: block.data, OutputSpec(1, "uint8", 0))
    apply([source], {tmp_path / "whole.tif": copy}, n_jobs=1)
    limit = int((tmp_path / "whole.tif").stat().st_size * share)
    (tmp_path / "whole.tif").unlink()
    before = write_raster(tmp_path / "out.tif", np.full((2, 2), 9, "uint8")).read_bytes()
    child = start(
        """
        import pathlib, resource, signal
        from poplar_nn_plugin.errors import OutputError
        folder = pathlib.Path(sys.argv[1])
        if sys.argv[2] == "True":
            gdal.UseExceptions()
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
        try:
            apply([RasterSource(folder / "in.tif")],
                  {folder / "out.tif": Step("copy", lambda b: b.data, OutputSpec(1, "uint8", 0))})
        except OutputError as error:
            print(error)
        """,
        tmp_path,
        exceptions,
        limit,
    )
    output, errors = child.communicate()

    assert f"Writing {tmp_path / 'out.tif'} failed" in output, errors
    assert "MB are free" in output
    assert without_libtiff(errors) == ""
    assert before == (tmp_path / "out.tif").read_bytes()
    assert {"in.tif", "out.tif"} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_disk_that_is_really_full(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        noise = np.random.default_rng(0).integers(0, 255, (1200, 1200), dtype="uint8")
        write_raster(tmp_path / "in.tif", noise)
        child = start(
            """
            from poplar_nn_plugin.errors import OutputError
            try:
                apply([RasterSource(sys.argv[1])],
                      {sys.argv[2]: Step("copy", lambda b: b.data, OutputSpec(1, "uint8", 0))})
            except OutputError as error:
                print(error)
            """,
            tmp_path / "in.tif",
            disk / "out.tif",
        )
        output, errors = child.communicate()
        assert "0 MB are free" in output, errors
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


MEASURE = """
import re, sys
from poplar_nn_plugin.filters.mean import Mean

def memory(name):
    # Not getrusage: its ru_maxrss begins with that of the process that started this one.
    return int(re.search(rf"{name}:\\s+(\\d+) kB", open("/proc/self/status").read())[1]) * 1024

small, large, out, cap, jobs = sys.argv[1:]
step = Mean(radius=2).step(("a", "b", "c"), "float32", -1)
apply([RasterSource(small)], {out: step}, n_jobs=int(jobs))  # what imports and first use take
before = memory("VmRSS")
apply([RasterSource(large)], {out: step}, memory=int(cap), n_jobs=int(jobs))
print(memory("VmHWM") - before)
"""


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("megabytes", [24, 64])
def test_memory_stays_under_the_cap(tmp_path, jobs, megabytes):
    """An image of 48 MB and a result of 192 MB, under caps of less."""
    write_raster(tmp_path / "small.tif", np.ones((20, 20, 3), "uint8"))
    side, cap = 4000, megabytes * 2**20
    rows = np.arange(side, dtype="uint8")[:, None, None]
    write_raster(tmp_path / "large.tif", np.broadcast_to(rows, (side, side, 3)).copy())

    child = start(
        MEASURE, tmp_path / "small.tif", tmp_path / "large.tif", tmp_path / "out.tif", cap, jobs
    )
    output, errors = child.communicate()

    assert child.returncode == 0, errors
    assert 2**20 < int(output) <= cap  # less would mean that nothing was measured
    whole = read_raster(tmp_path / "out.tif")
    assert np.allclose(whole[2000, 2000], np.arange(1998, 2003).astype("uint8").mean())


def test_a_fixed_number_of_blocks_waits_to_be_written(tmp_path, monkeypatch):
    """However slow the writer is, workers do not run ahead of it."""
    begun, written, ahead = [], [], []

    def compute(block):
        begun.append(1)
        ahead.append(len(begun) - len(written))
        return block.data

    real = RasterSink.write

    def write(self, window, data):
        time.sleep(0.002)
        real(self, window, data)
        written.append(1)

    monkeypatch.setattr(RasterSink, "write", write)
    source = RasterSource(write_raster(tmp_path / "in.tif", np.ones((100, 100), "uint8")))

    apply(
        [source],
        {tmp_path / "out.tif": Step("count", compute, OutputSpec(1, "uint8", 0))},
        block_size=10,
        n_jobs=2,
    )

    assert len(written) == 100
    assert max(ahead) <= 2 + 2 + 1
