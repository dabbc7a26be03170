"""A user's function in QGIS: the examples of the guide, bad input, and a real `qgis_process`."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from samples import read_raster, square, write_polygons, write_raster
from scipy import ndimage

pytestmark = pytest.mark.worker

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "docs/examples/functions"


@pytest.fixture
def image(tmp_path):
    """Return an image of four bands with a hole, in a folder with a blank and an accent."""
    array = np.random.default_rng(5).integers(1, 250, (80, 120, 4)).astype("int16")
    array[20:30, 60:90] = 0
    (tmp_path / "images d'été").mkdir()
    return write_raster(tmp_path / "images d'été" / "image.tif", array, nodata=0)


@pytest.fixture
def script(tmp_path):
    def write(text):
        (tmp_path / "script.py").write_text(text, encoding="utf-8")
        return tmp_path / "script.py"

    return write


def test_every_example_of_the_guide_is_tested():
    assert sorted(path.stem for path in EXAMPLES.glob("*.py")) == [
        "roughness",
        "template",
        "vegetation",
    ]


def test_the_template_gives_the_mean_of_the_bands(toolbox, image, tmp_path):
    toolbox.run(
        "applyfunction", RASTERS=image, SCRIPT=EXAMPLES / "template.py", OUTPUT=tmp_path / "o.tif"
    )

    array, found = read_raster(image), read_raster(tmp_path / "o.tif")
    known = array[..., 0] > 0
    assert found.dtype == np.float32
    assert np.allclose(found[known, 0], array.mean(axis=-1)[known])
    assert np.isnan(found[~known]).all()  # a function may return -9999


def test_the_example_of_vegetation_gives_index_and_verdict(toolbox, image, tmp_path):
    toolbox.run(
        "applyfunction", RASTERS=image, SCRIPT=EXAMPLES / "vegetation.py", OUTPUT=tmp_path / "o.tif"
    )

    array, found = read_raster(image).astype("float64"), read_raster(tmp_path / "o.tif")
    known = array[..., 0] > 0
    index = (array[known, 3] - array[known, 0]) / (array[known, 3] + array[known, 0])
    assert np.allclose(found[known, 0], index, atol=1e-6)
    assert np.array_equal(found[known, 1], index > 0.3)


@pytest.mark.parametrize("backend", ["threads", "processes"])
def test_the_example_of_roughness_leaves_no_seam(toolbox, image, tmp_path, backend):
    toolbox.run(
        "applyfunction",
        RASTERS=image,
        SCRIPT=EXAMPLES / "roughness.py",
        HALO=5,
        BACKEND=backend,
        MEMORY="48M",
        OUTPUT=tmp_path / "o.tif",
    )

    array, found = read_raster(image), read_raster(tmp_path / "o.tif")
    rows, cols = np.mgrid[-5:6, -5:6]
    grey = np.where(array[..., 0] > 0, array.mean(axis=-1), np.nan)
    wanted = ndimage.generic_filter(
        grey, np.nanstd, footprint=rows**2 + cols**2 <= 25, mode="constant", cval=np.nan
    )
    known = array[..., 0] > 0
    assert np.allclose(found[known, 0], wanted[known], atol=1e-3)


def test_several_images_a_mask_and_a_chosen_type(toolbox, image, script, tmp_path):
    second = write_raster(tmp_path / "second.tif", np.full((80, 120), 1000, "int16"))
    polygons = write_polygons(tmp_path / "mask.gpkg", [(square(10, 10, 30), {"id": 1})])
    text = "def process(block):\n    a, b = block.arrays\n    return a[..., 0] / 2.0 + b[..., 0]"

    toolbox.run(
        "applyfunction",
        RASTERS=[str(image), str(second)],
        SCRIPT=script(text),
        MASK=polygons,
        DATA_TYPE="int16",
        NODATA=-7,
        OUTPUT=tmp_path / "o.tif",
    )

    wanted = np.full((80, 120, 1), -7)
    inside = np.s_[10:40, 10:40]
    wanted[inside] = np.rint(read_raster(image)[..., :1] / 2 + 1000)[inside]
    assert np.array_equal(read_raster(tmp_path / "o.tif"), wanted)


def test_the_log_says_which_file_runs_and_what_it_prints(
    toolbox, image, script, tmp_path, feedback
):
    told = feedback()
    path = script("def main(block):\n    print('hello', block.halo)\n    return block.data > 3")

    toolbox.run(
        "applyfunction",
        told,
        RASTERS=image,
        SCRIPT=path,
        FUNCTION="main",
        HALO=2,
        OUTPUT=tmp_path / "o.tif",
    )

    assert any(f"Running main of {path} in " in line for line in told.lines)
    assert "hello 2" in told.lines
    assert any("returned bool, bands: 4. The output is uint8" in line for line in told.lines)


@pytest.mark.parametrize(
    ("text", "given", "words"),
    [
        (None, {"SCRIPT": "/nowhere/script.py"}, r"There is no script /nowhere/script\.py"),
        ("def other(block): ...", {}, r"no function process; it defines other"),
        ("def process(block): return block.data[1:]", {}, r"must return an array of shape"),
        ("def process(block):\n    return 1 / 0", {}, r"(?s)line 2, in process.*ZeroDivisionError"),
        ("import os\ndef process(block): os._exit(9)", {}, r"worker ended with exit code 9"),
        ("", {"BACKEND": "dask"}, r"needs the address of a scheduler"),
        ("def process(b): return b.data", {"MEMORY": "1M"}, r"cap of 1 MB is too small"),
        ("def process(b): return b.data", {"NODATA": 99999}, r"99999\.0 does not fit into int16"),
    ],
)
def test_bad_input_is_told_and_leaves_no_file(toolbox, image, script, tmp_path, text, given, words):
    (tmp_path / "out").mkdir()
    path = script(text or "")

    with pytest.raises(QgsProcessingException, match=words):
        toolbox.run(
            "applyfunction",
            **{"RASTERS": image, "SCRIPT": path, "OUTPUT": tmp_path / "out" / "o.tif", **given},
        )

    assert not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("when", ["before", "while it loops"])
def test_cancelled_it_leaves_no_file(toolbox, image, script, tmp_path, feedback, when):
    (tmp_path / "out").mkdir()
    path = script("def process(block):\n    print('looping')\n    while True:\n        pass")
    told = feedback(cancel_on="looping")
    if when == "before":
        told.cancel()

    found = toolbox.run(
        "applyfunction", told, RASTERS=image, SCRIPT=path, OUTPUT=tmp_path / "out" / "o.tif"
    )

    assert found == {}
    assert not list((tmp_path / "out").iterdir())


def test_images_of_other_grids_are_told(toolbox, image, script, tmp_path):
    other = write_raster(tmp_path / "other.tif", np.ones((80, 121), "uint8"))

    with pytest.raises(QgsProcessingException, match=r"other\.tif is 121 x 80 pixels.*Warp"):
        toolbox.run(
            "applyfunction",
            RASTERS=[str(image), str(other)],
            SCRIPT=script(""),
            OUTPUT=tmp_path / "o.tif",
        )


def test_it_needs_no_tensorflow(toolbox, image, tmp_path, monkeypatch):
    """A Python with numpy and joblib will do; one without is told what it lacks."""
    monkeypatch.setenv("POPLARNN_WORKER_PYTHON", str(ROOT / ".venv/bin/python"))
    toolbox.run(
        "applyfunction", RASTERS=image, SCRIPT=EXAMPLES / "template.py", OUTPUT=tmp_path / "o.tif"
    )
    assert (tmp_path / "o.tif").is_file()

    monkeypatch.setenv("POPLARNN_WORKER_PYTHON", "/usr/bin/python3")
    with pytest.raises(QgsProcessingException, match="lacks joblib"):
        toolbox.run(
            "applyfunction",
            RASTERS=image,
            SCRIPT=EXAMPLES / "template.py",
            OUTPUT=tmp_path / "p.tif",
        )


def test_qgis_process_runs_it_and_no_process_outlives_it(image, tmp_path):
    config, runtime = tmp_path / "config", tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    deploy = [shutil.which("python3", path="/usr/bin"), str(ROOT / "scripts/deploy.py")]
    subprocess.run([*deploy, str(config)], check=True, capture_output=True)
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    command = [program, "run", "poplarnn:applyfunction", "--"]
    parameters = {
        "RASTERS": image,
        "SCRIPT": EXAMPLES / "vegetation.py",
        "BACKEND": "processes",
        "OUTPUT": tmp_path / "o.tif",
    }

    # A process that outlived it would hold the pipe open, and this would wait.
    done = subprocess.run(
        [*command, *(f"{key}={value}" for key, value in parameters.items())],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={
            **{k: v for k, v in os.environ.items() if k != "POPLARNN_WORKER_PYTHON"},
            "QGIS_CUSTOM_CONFIG_PATH": str(config),
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_RUNTIME_DIR": str(runtime),
            "LC_ALL": "C.UTF-8",
        },
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "ResourceWarning" not in done.stderr
    assert read_raster(tmp_path / "o.tif").shape == (80, 120, 2)
    record = json.loads((tmp_path / "o.tif.record.json").read_text(encoding="utf-8"))
    assert record["parameters"]["BACKEND"] == "processes"
    assert "vegetation.py" in record["command"]
