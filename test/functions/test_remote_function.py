"""A user's function over images: the pixels of the engine, and each fault told by its lines."""

import os
import time
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest
from dask_cluster import dask_cluster
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import OutputSpec, RasterSource, Step, apply
from poplar_nn_plugin.errors import (
    Cancelled,
    FunctionError,
    MissingDependencyError,
    ParameterError,
    StepOutputError,
    WorkerError,
)
from poplar_nn_plugin.functions.remote_function import (
    TriedScript,
    apply_script,
    function_worker,
    try_script,
)
from poplar_nn_plugin.functions.script import Backend, Script

BUILD = Path(__file__).resolve().parents[2] / "build"
PYTHON = Path(os.environ["POPLARNN_WORKER_PYTHON"])


class Log:
    """A Progress that keeps what it is told, and cancels when a line says so."""

    def __init__(self, cancel_on=None):
        self.lines, self._cancel_on = [], cancel_on

    def advance(self, fraction):
        pass

    def message(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.message(f"Warning: {text}")

    def cancelled(self):
        return self._cancel_on is not None and any(self._cancel_on in line for line in self.lines)


@pytest.fixture
def images(tmp_path):
    """Return two images of one grid: bytes with a hole, and floats without."""
    rows, cols = np.mgrid[:90, :140]
    first = np.stack([rows * cols % 251 + 1, rows + cols], axis=-1).astype("uint8")
    first[10:30, 50:110] = 0
    (tmp_path / "in").mkdir()
    return [
        RasterSource(write_raster(tmp_path / "in" / "first.tif", first, nodata=0)),
        RasterSource(write_raster(tmp_path / "in" / "second.tif", (rows / 7).astype("float32"))),
    ]


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a script, in a folder with a blank and an accent."""
    folder = tmp_path / "mes scripts d'été"
    folder.mkdir()

    def write(text, name="script.py"):
        (folder / name).write_text(dedent(text), encoding="utf-8")
        return folder / name

    return write


def run(images, script, target, backend=None, dtype="", mask=None, log=None, **options):
    """Try and apply a script as the algorithm does; return the trial."""
    log, backend = log or Log(), backend or Backend()
    with function_worker(PYTHON, log) as worker:
        trial = try_script(images, script, backend, worker, mask=mask, progress=log)
        dtype, exact = dtype or trial.fitting_type, not dtype
        spec = OutputSpec(trial.bands, dtype, 0 if dtype.startswith("u") else -1)
        apply_script(
            images,
            {target: spec},
            script,
            backend,
            worker,
            workers=trial.workers,
            exact=exact,
            mask=mask,
            progress=log,
            **options,
        )
    return trial


SMOOTH = """
    import os
    import numpy as np

    def process(block):
        print("run by", os.getpid(), os.getppid())
        first, second = block.arrays
        values = np.where(block.valid[..., None], first * 0.5 + second, 0)
        return sum(np.roll(values, shift, axis=(0, 1)) for shift in [(0, 0), (1, 0), (0, -2)])
"""


def smooth(block):
    first, second = block.arrays
    values = np.where(block.valid[..., None], first * 0.5 + second, 0)
    return sum(np.roll(values, shift, axis=(0, 1)) for shift in [(0, 0), (1, 0), (0, -2)])


@pytest.fixture
def expected(images, tmp_path):
    """Return the bytes that the engine writes with the same function."""
    step = Step("smooth", smooth, OutputSpec(2, "float64", -1), halo=2)
    apply(images, {tmp_path / "expected.tif": step})
    assert read_raster(tmp_path / "expected.tif").max() > 100
    return (tmp_path / "expected.tif").read_bytes()


@pytest.mark.parametrize("backend", ["threads", "processes"])
@pytest.mark.parametrize("n_jobs", [1, 2])
def test_results_are_those_of_the_engine(images, write, expected, tmp_path, backend, n_jobs):
    log = Log()
    script = Script(write(SMOOTH), halo=2)

    trial = run(images, script, tmp_path / "out.tif", Backend(backend, n_jobs), log=log)

    assert trial == TriedScript(2, "float64", n_jobs)
    assert (tmp_path / "out.tif").read_bytes() == expected
    assert not _left(log)


def test_a_cluster_gives_the_same_results(images, write, expected, tmp_path):
    with dask_cluster(PYTHON, BUILD) as address:
        backend = Backend("dask", -1, address)
        trial = run(images, Script(write(SMOOTH), halo=2), tmp_path / "out.tif", backend)

    assert trial.workers == 2
    assert (tmp_path / "out.tif").read_bytes() == expected


def test_a_cluster_without_the_plugin_is_told_before_any_work(images, write, tmp_path):
    script = Script(write(SMOOTH), halo=2)

    with (
        dask_cluster(PYTHON) as address,
        pytest.raises(MissingDependencyError, match=r"'poplar_nn_plugin'.*PYTHONPATH"),
    ):
        run(images, script, tmp_path / "out.tif", Backend("dask", -1, address))


def test_a_scheduler_that_nobody_runs_is_told(images, write, tmp_path):
    backend = Backend("dask", -1, "nonsense://127.0.0.1")

    with pytest.raises(ParameterError, match=r"No Dask scheduler.*'nonsense://127\.0\.0\.1'"):
        run(images, Script(write(SMOOTH)), tmp_path / "out.tif", backend)


def test_blocks_do_not_show_and_masked_ones_are_not_computed(images, write, tmp_path):
    keep = np.zeros((90, 140), "uint8")
    keep[:, 64:] = 1
    mask = RasterSource(write_raster(tmp_path / "in" / "mask.tif", keep))
    script = Script(
        write("""
            def process(block):
                print("computing", block.window.col, block.window.width)
                return block.valid * 7
        """)
    )
    step = Step("seven", lambda block: block.valid[..., None] * 7, OutputSpec(1, "int32", -1))
    apply(images, {tmp_path / "expected.tif": step}, mask=mask)
    log = Log()

    run(images, script, tmp_path / "out.tif", mask=mask, block_size=16, log=log)

    assert np.array_equal(read_raster(tmp_path / "out.tif"), read_raster(tmp_path / "expected.tif"))
    _, *columns = (int(line.split()[1]) for line in log.lines if line.startswith("computing"))
    assert min(columns) == 64  # but for the trial's
    assert any("lie wholly outside the mask" in line for line in log.lines)


def test_the_function_gets_the_block_of_the_engine(images, write, tmp_path):
    script = Script(
        write("""
            import sys
            import numpy as np
            from poplar_nn_plugin.engine import Block, Window

            def process(block):
                assert "osgeo" not in sys.modules and "tensorflow" not in sys.modules
                assert type(block) is Block and type(block.window) is Window
                assert block.halo == 3 and block.data is block.arrays[0]
                for array in (*block.arrays, block.valid):
                    assert type(array) is np.ndarray and not array.flags.writeable
                rows, cols = block.window.height + 6, block.window.width + 6
                assert block.data.shape == (rows, cols, 2) and block.valid.shape == (rows, cols)
                assert not block.data[~block.valid].any() and block.valid.dtype == bool
                return block.data[..., 0]
        """),
        halo=3,
    )

    run(images, script, tmp_path / "out.tif", dtype="uint8")

    first = read_raster(tmp_path / "in" / "first.tif")[..., :1]
    assert np.array_equal(read_raster(tmp_path / "out.tif"), first)


@pytest.mark.parametrize(
    ("returned", "words"),
    [
        ("None", r"shape \(96, 134, bands\) or \(96, 134\);.*returned nothing"),
        ("block.data[1:]", r"returned one of shape \(95, 134, 2\)"),
        ("block.data[3:-3, 3:-3]", r"returned one of shape \(90, 128, 2\)"),
        ("block.data.mean()", r"returned one of shape \(\)"),
        ("block.data[..., :0]", r"returned one of shape \(96, 134, 0\)"),
        ("block.data * 1j", "returned an array of complex"),
        ("'text'", "returned a str"),
        ("np.ma.masked_less(block.data, 5)", "masked array: fill it"),
    ],
)
def test_another_shape_or_type_is_refused(images, write, tmp_path, returned, words):
    script = Script(
        write(f"import numpy as np\ndef process(block):\n    return {returned}"), halo=3
    )

    with pytest.raises(StepOutputError, match=words) as caught:
        run(images, script, tmp_path / "out.tif")

    assert "process of script.py must return" in str(caught.value)
    assert "the block at column 0, row 0 (128 x 90 pixels, halo 3)" in str(caught.value)
    assert not (tmp_path / "out.tif").exists()


@pytest.mark.parametrize(
    ("returned", "words"),
    [
        ("block.data[..., :1]", r"\(\d+, \d+, 2\); .*returned one of shape \(\d+, \d+, 1\)"),
        ("block.data * 0.5", r"uint8, the type of the output, holds.* returned float"),
        ("block.data.astype('int16') - 300", "returned int16 from -300 to"),
    ],
)
def test_a_later_block_must_return_what_the_first_did(images, write, tmp_path, returned, words):
    script = Script(
        write(f"""
            def process(block):
                return {returned} if block.window.row else block.data
        """)
    )

    with pytest.raises(StepOutputError, match=words) as caught:
        run(images, script, tmp_path / "out.tif", block_size=(140, 16))

    assert "row 0" not in str(caught.value)
    assert not (tmp_path / "out.tif").exists()


def test_a_chosen_type_takes_what_comes(images, write, tmp_path):
    script = Script(write("def process(block):\n    return block.data[..., 0] * 2.5 - 100"))

    run(images, script, tmp_path / "out.tif", dtype="uint8")

    first = read_raster(tmp_path / "in" / "first.tif")[..., :1]
    wanted = np.clip(np.rint(first * 2.5 - 100), 0, 255)
    known = first > 0
    assert np.array_equal(read_raster(tmp_path / "out.tif")[known], wanted[known])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def process(block)\n    return 1", r"script\.py cannot be loaded.*line 1.*SyntaxError"),
        ("import os\n1 / 0", r"cannot be loaded.*line 2, in <module>.*ZeroDivisionError"),
        ("import nothing_like_it", r"No module named 'nothing_like_it'.*install nothing_like_it"),
        ("def smooth(b): ...\ndef rough(b): ...", r"no function process; it defines smooth, rough"),
        ("process = 3", r"no function process; it defines none"),
        ("def process():\n    return 1", r"takes 0 positional arguments"),
        (
            "def inner(x):\n    return x[0].nope\ndef process(block):\n    return inner([block])",
            r"failed on the block at column 0, row 0.*line 4, in process.*line 2, in inner.*"
            r"AttributeError: 'Block' object has no attribute 'nope'",
        ),
    ],
    ids=["syntax", "import", "missing package", "missing", "no function", "arguments", "fails"],
)
@pytest.mark.parametrize("backend", ["threads", "processes"])
def test_faults_are_told_by_the_lines_of_the_script(images, write, tmp_path, text, words, backend):
    script = Script(write(text))

    with pytest.raises(FunctionError, match=f"(?s){words}") as caught:
        run(images, script, tmp_path / "out.tif", Backend(backend))

    assert "poplar_nn_plugin" not in str(caught.value)
    assert [path.name for path in Path(script.path).parent.iterdir()] == ["script.py"]
    assert not (tmp_path / "out.tif").exists()


def test_a_fault_on_a_later_block_leaves_nothing(images, write, tmp_path):
    script = Script(
        write("def process(block):\n    return block.data // (1 if block.window.row == 0 else 'a')")
    )

    with pytest.raises(FunctionError, match="line 2, in process"):
        run(images, script, tmp_path / "out.tif", block_size=(140, 16))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "mes scripts d'été"]


@pytest.mark.parametrize(
    ("crash", "words"),
    [
        ("os._exit(7)", "exit code 7"),
        ("ctypes.string_at(0)", "SIGSEGV"),
    ],
)
def test_a_crash_is_one_error_and_leaves_nothing(images, write, tmp_path, crash, words):
    script = Script(
        write(f"""
            import ctypes, os, sys

            def process(block):
                print("last words")
                if block.window.row:
                    {crash}
                return block.data
        """)
    )

    log = Log()

    with pytest.raises(WorkerError, match=words):
        run(images, script, tmp_path / "out.tif", block_size=(140, 16), log=log)

    assert "last words" in log.lines
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "mes scripts d'été"]


@pytest.mark.parametrize("backend", ["threads", "processes"])
@pytest.mark.parametrize(
    "text",
    [
        "import sys\ndef process(block):\n    sys.exit('enough')",
        "import sys\ndef process(block):\n    return block.data\nsys.exit('enough')",
    ],
    ids=["in the function", "in the script"],
)
def test_a_script_that_ends_the_program_is_told_to_be_it(images, write, tmp_path, text, backend):
    script = Script(write(text))

    with pytest.raises(FunctionError, match=r"(?s)script\.py.*itself ends the program.*'enough'"):
        run(images, script, tmp_path / "out.tif", Backend(backend))

    assert not (tmp_path / "out.tif").exists()


def test_a_line_without_an_end_is_cut_and_costs_no_more_than_its_length(images, write, tmp_path):
    script = Script(
        write("""
            def process(block):
                if block.window.row == 0:
                    for _ in range(400):
                        print("x" * 2**17, end="")
                print("é" * 5000)
                return block.data
        """)
    )
    log, started = Log(), time.process_time()

    run(images, script, tmp_path / "out.tif", log=log)

    assert time.process_time() - started < 5
    shown = [line for line in log.lines if line.startswith("x")]
    assert shown
    assert all(line == "x" * 2**13 + "…" for line in shown)


def test_what_is_printed_is_shown_up_to_so_many_letters(images, write, tmp_path):
    script = Script(
        write("""
            def process(block):
                for _ in range(100):
                    print("x" * 8000)
                return block.data
        """)
    )
    log = Log()

    run(images, script, tmp_path / "out.tif", log=log)

    assert sum(len(line) for line in log.lines if line.startswith("x")) <= 200_000
    assert any("or 200000 letters; further ones are not shown" in line for line in log.lines)


def test_a_crash_of_a_process_is_one_error(images, write, tmp_path):
    script = Script(write("import os\ndef process(block):\n    os._exit(7)"))

    with pytest.raises(WorkerError, match="died"):
        run(images, script, tmp_path / "out.tif", Backend("processes", 2))


@pytest.mark.parametrize("backend", ["threads", "processes"])
def test_cancel_ends_an_endless_loop_within_seconds(images, write, tmp_path, backend):
    script = Script(
        write("""
            import os

            def process(block):
                if block.window.row:
                    print("run by", os.getpid(), os.getppid())
                    while True:
                        pass
                return block.data
        """)
    )
    log = Log(cancel_on="run by")
    started = time.monotonic()

    with pytest.raises(Cancelled):
        run(
            images, script, tmp_path / "out.tif", Backend(backend, 2), block_size=(140, 16), log=log
        )

    assert time.monotonic() - started < 12
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "mes scripts d'été"]
    assert not _left(log)


@pytest.mark.parametrize("backend", ["threads", "processes"])
def test_what_is_printed_is_shown_but_not_without_end(images, write, tmp_path, backend):
    script = Script(
        write("""
            import sys

            def process(block):
                print("Été:", block.window.width)
                print("to the other channel", file=sys.stderr)
                print("x\\n" * 1500)
                return block.data
        """)
    )
    log = Log()

    run(images, script, tmp_path / "out.tif", Backend(backend, 2), log=log)

    assert "Été: 128" in log.lines
    assert "to the other channel" in log.lines
    assert log.lines.count("x") < 1000
    assert any("printed 1000 lines" in line and "not shown" in line for line in log.lines)


def test_modules_beside_the_script_are_found(images, write, tmp_path):
    write("FACTOR = 3", "my_numbers.py")
    script = write("""
        import my_numbers

        def triple(block):
            return block.data[..., 0] // 9 * my_numbers.FACTOR
    """)

    run(images, Script(script, "triple"), tmp_path / "out.tif", dtype="uint8")

    first = read_raster(tmp_path / "in" / "first.tif")[..., :1]
    assert np.array_equal(read_raster(tmp_path / "out.tif"), first // 9 * 3)


def test_images_without_any_data_are_told(write, tmp_path):
    empty = RasterSource(write_raster(tmp_path / "empty.tif", np.zeros((300, 20)), nodata=0))

    with pytest.raises(ParameterError, match="No pixel has data"):
        run([empty], Script(write(SMOOTH)), tmp_path / "out.tif")


def test_the_trial_takes_the_block_nearest_to_the_centre_that_has_data(write, tmp_path):
    array = np.zeros((400, 400), "uint8")
    array[:, :100] = 1
    image = RasterSource(write_raster(tmp_path / "image.tif", array, nodata=0))
    script = Script(write("def process(block):\n    print(block.window)\n    return block.data"))
    log = Log()

    with function_worker(PYTHON, log) as worker:
        trial = try_script([image], script, Backend(), worker)

    assert (trial.bands, trial.fitting_type) == (1, "uint8")
    assert log.lines == ["Window(col=0, row=128, width=128, height=128)"]


@pytest.mark.parametrize(
    ("found", "fitting"),
    [
        ("bool", "uint8"),
        ("int8", "int16"),
        ("uint16", "uint16"),
        ("int64", "int32"),
        ("uint64", "uint32"),
        ("float16", "float32"),
        ("longdouble", "float64"),
    ],
)
def test_every_type_has_one_that_fits(found, fitting):
    assert TriedScript(1, np.dtype(found).name, 1).fitting_type == fitting


def test_a_missing_script_backend_or_scheduler_is_told(tmp_path):
    with pytest.raises(ParameterError, match=r"There is no script .*none\.py"):
        Script(tmp_path / "none.py")
    with pytest.raises(ParameterError, match="'spark': threads, processes, dask"):
        Backend("spark")
    with pytest.raises(ParameterError, match="address of a scheduler"):
        Backend("dask")


def test_memory_here_stays_under_the_cap(write, tmp_path):
    """Of 96 MB of pixels no more than a cap of 48 MB is held here at once."""
    image = RasterSource(write_raster(tmp_path / "large.tif", np.ones((4000, 8000, 3), "uint8")))
    script = Script(write("def process(block):\n    return block.data"))
    run([image], script, tmp_path / "out.tif", memory="48M")  # what imports and first use take
    before = _memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far

    run([image], script, tmp_path / "out.tif", memory="48M")

    assert _memory("VmHWM") - before < 48 * 2**20


def _memory(name):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


def _left(log):
    """Return what is left of the processes that computed, by what the function printed."""
    pids = {pid for line in log.lines if "run by" in line for pid in line.split()[2:]}
    pids -= {str(os.getpid())}
    assert pids
    semaphores = [name for name in os.listdir("/dev/shm") if name.startswith("sem.loky")]
    end = time.monotonic() + 3  # a killed process may take its time on a busy machine
    while any(map(_runs, pids)) and time.monotonic() < end:
        time.sleep(0.05)
    return [name for name in semaphores if name.split("-")[1] in pids] + [*filter(_runs, pids)]


def _runs(pid):
    """Return whether a process lives; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
