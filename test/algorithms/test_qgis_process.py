"""The installed plugin through ``qgis_process``: a real program in a fresh profile."""

import json
import os
import re
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from samples import read_raster, write_polygons, write_raster

from poplar_nn_plugin.files import Outputs

pytestmark = pytest.mark.worker

ROOT = Path(__file__).resolve().parents[2]


class Program:
    """``qgis_process`` with a profile of its own, in which the plugin is deployed."""

    def __init__(self, folder):
        self.folder = folder
        subprocess.run(
            ["/usr/bin/python3", str(ROOT / "scripts/deploy.py"), str(folder)],
            check=True,
            capture_output=True,
        )
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        self.environment = {
            **{k: v for k, v in os.environ.items() if k != "POPLARNN_WORKER_PYTHON"},
            "QGIS_CUSTOM_CONFIG_PATH": str(folder),
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_RUNTIME_DIR": str(runtime),
            "LC_ALL": "C.UTF-8",
        }
        self.name = shutil.which("qgis_process.bin") or shutil.which("qgis_process")

    def start(self, *words, **environment):
        return subprocess.Popen(
            # Into a pipe the program's messages would come in bunches; `stdbuf` is coreutils'.
            ["stdbuf", "-oL", self.name, *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**self.environment, **environment},
            start_new_session=True,
        )

    def run(self, *words, **environment):
        with self.start(*words, **environment) as process:
            output, _ = process.communicate(timeout=300)
        return process.returncode, output

    def algorithm(self, name, parameters, **environment):
        words = [f"{key}={value}" for key, value in parameters.items()]
        return self.run("run", f"poplarnn:{name}", "--", *words, **environment)


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    return Program(tmp_path_factory.mktemp("réglages de QGIS"))


@pytest.fixture
def mapping(scene, tmp_path):
    """Return the parameters of a short mapping into a folder with a blank and an accent."""
    folder = tmp_path / "carte d'été"
    folder.mkdir()
    return {
        "RASTER": scene["IMAGE"],
        "LABELS": scene["LABELS"],
        "CLASS_FIELD": "class",
        "GROUP_FIELD": "group",
        "PATCH_SIZE": 12,
        "ARCHITECTURE": "sigma",
        "EPOCHS": 2,
        "STRIDE": 12,
        "OUTPUT": folder / "map.tif",
        "CONFIDENCE": folder / "confidence.tif",
        "MODEL": folder / "model.keras",
        "REPORT": folder / "report.html",
    }


def test_the_provider_lists_its_algorithms(program):
    code, output = program.run("list")

    assert code == 0
    assert "poplarnn:mapclasses" in output
    assert "poplarnn:medianfilter" in output


def test_help_is_plain_and_names_every_key(program):
    code, output = program.run("help", "poplarnn:predict")

    assert code == 0
    assert all(key in output for key in ("RASTER", "MODEL", "STRIDE", "EXTENT", "CONFIDENCE"))


@pytest.mark.parametrize("name", ["mapclasses", "texturefilter"])
def test_help_has_no_tags_no_endless_lines_and_says_nothing_twice(program, name):
    code, output = program.run("help", f"poplarnn:{name}")

    described = output.partition("Description")[2].partition("Arguments")[0]
    summary, _, details = described.strip("-\n ").partition("\n")
    assert code == 0
    assert len(summary) > 40
    assert summary not in details
    assert len(details.splitlines()) > 5
    assert max(len(line) for line in details.splitlines()) <= 80
    assert not re.search("</?(p|b|ul|li|code)>|&[a-z]+;", described)


def test_a_choice_can_be_given_by_its_name_or_by_the_number_that_help_offers(program, tmp_path):
    image = write_raster(tmp_path / "image.tif", np.arange(64, dtype="uint8").reshape(8, 8, 1))
    for choice, name in (("circle", "name"), ("1", "number")):
        values = {"RASTER": image, "SHAPE": choice, "RADIUS": 2, "OUTPUT": tmp_path / f"{name}.tif"}
        code, output = program.algorithm("meanfilter", values)
        assert code == 0, output

    _, output = program.algorithm("meanfilter", {**values, "SHAPE": "2"})
    assert "SHAPE (" in output
    assert "must be one of square, circle, got 2" in output
    assert np.array_equal(read_raster(tmp_path / "name.tif"), read_raster(tmp_path / "number.tif"))
    record = json.loads((tmp_path / "number.tif.record.json").read_text(encoding="utf-8"))
    assert record["parameters"]["SHAPE"] == "circle"


def test_mapping_writes_a_styled_map_a_model_and_a_report(program, mapping):
    code, output = program.algorithm("mapclasses", mapping)

    assert code == 0, output
    assert (read_raster(mapping["OUTPUT"]) > 0).mean() > 0.5
    assert mapping["OUTPUT"].with_suffix(".qml").is_file()
    assert mapping["MODEL"].is_file()
    assert "macro F1" in mapping["REPORT"].read_text(encoding="utf-8")
    assert "epoch 2/2" in output
    assert "ResourceWarning" not in output
    record = json.loads(Path(f"{mapping['OUTPUT']}.record.json").read_text(encoding="utf-8"))
    assert record["command"].startswith("qgis_process run poplarnn:mapclasses -- ")


def test_a_fault_exits_1_with_its_sentence(program, mapping):
    code, output = program.algorithm("mapclasses", {**mapping, "CLASS_FIELD": "klass"})

    assert code == 1
    assert "the label layer has no field 'klass'" in output
    assert "Traceback" not in output
    assert not list(mapping["OUTPUT"].parent.iterdir())


def test_missing_tensorflow_exits_1_with_its_sentence(program, mapping):
    code, output = program.algorithm(
        "mapclasses", mapping, POPLARNN_WORKER_PYTHON="/usr/bin/python3"
    )

    assert code == 1
    assert "tensorflow" in output
    assert "poplarnn:checkinstallation" in output
    assert not list(mapping["OUTPUT"].parent.iterdir())


def wait_for(text, process):
    """Read the program's output until `text` comes."""
    seen = ""
    while text not in seen:
        part = process.stdout.read(1)
        assert part, f"{text!r} never came: {seen}"
        seen += part
    return seen


def worker_of(pid):
    """Return the worker that a process has started; beside it runs its guard."""
    children = [
        int(child)
        for listed in Path(f"/proc/{pid}/task").glob("*/children")
        for child in listed.read_text().split()
    ]
    commands = {child: Path(f"/proc/{child}/cmdline").read_text() for child in children}
    (worker,) = [child for child, words in commands.items() if "worker/__main__.py" in words]
    return worker


@contextmanager
def long_mapping(program, mapping):
    """Give a mapping in the midst of its training, and its worker; kill what is left of it."""
    words = [f"{key}={value}" for key, value in {**mapping, "EPOCHS": 500}.items()]
    with program.start("run", "poplarnn:mapclasses", "--", *words) as process:
        try:
            wait_for("epoch 1/500", process)
            yield process, worker_of(process.pid)
        finally:
            process.kill()


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_killing_the_worker_is_one_error_and_leaves_no_output(program, mapping):
    with long_mapping(program, mapping) as (process, worker):
        os.kill(worker, signal.SIGKILL)
        rest, _ = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "SIGKILL" in rest
    assert not list(mapping["OUTPUT"].parent.iterdir())


def test_killing_qgis_ends_the_worker_and_leaves_no_output_under_its_name(program, mapping):
    old = mapping["REPORT"]
    old.write_text("the report of yesterday")
    with long_mapping(program, mapping) as (process, worker):
        process.kill()
        process.wait()
        deadline = time.monotonic() + 10
        while alive(worker) and time.monotonic() < deadline:
            time.sleep(0.1)

    assert not alive(worker)
    assert [p.name for p in old.parent.iterdir() if not p.name.startswith(".")] == ["report.html"]
    assert old.read_text() == "the report of yesterday"
    assert len([p.name for p in old.parent.iterdir() if p.name.endswith(".poplarnn")]) == 1

    with Outputs() as outputs:  # of the next run
        outputs.path(old.parent / "next.txt")

    assert [p.name for p in old.parent.iterdir()] == ["report.html"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_signal_ends_a_run_as_cancel_does(program, tmp_path, number):
    image = write_raster(tmp_path / "image.tif", np.zeros((6000, 6000, 1), "uint8"))
    folder = tmp_path / "out"
    folder.mkdir()
    words = [f"RASTER={image}", "RADIUS=15", f"OUTPUT={folder / 'o.tif'}"]

    with program.start("run", "poplarnn:majorityfilter", "--", *words) as process:
        try:
            wait_for("blocks of", process)
            os.killpg(process.pid, number)
            rest, _ = process.communicate(timeout=20)
        finally:
            process.kill()

    assert process.returncode == 1
    assert f"Ended by {number.name}: no output was changed." in rest
    assert list(folder.iterdir()) == []


def test_a_signal_ends_a_training_with_its_worker(program, mapping):
    with long_mapping(program, mapping) as (process, worker):
        process.terminate()
        rest, _ = process.communicate(timeout=30)

    assert process.returncode == 1
    assert "Ended by SIGTERM" in rest
    assert not alive(worker)
    assert [p.suffixes for p in mapping["MODEL"].parent.iterdir()] in (
        [],
        [[".unfinished", ".keras"]],
    )


def test_a_curved_polygon_masks_an_image_without_georeference(program, tmp_path):
    dataset = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "image.tif"), 80, 60, 1)
    dataset.FlushCache()
    arcs = "CIRCULARSTRING(10 -30,30 -10,50 -30,30 -50,10 -30)"
    polygons = [(f"CURVEPOLYGON({arcs})", {"class": "a"})]
    parameters = {
        "RASTER": tmp_path / "image.tif",
        "POLYGONS": write_polygons(tmp_path / "arcs.gpkg", polygons, epsg=None),
        "OUTPUT": tmp_path / "mask.tif",
    }

    code, output = program.algorithm("maskfrompolygons", parameters)

    assert code == 0, output
    rows, cols = np.mgrid[0.5:60, 0.5:80]
    assert (
        read_raster(tmp_path / "mask.tif")[..., 0] == (np.hypot(cols - 30, rows - 30) < 20)
    ).all()


def test_hectares_of_a_web_map_are_those_on_the_ground(program, tmp_path):
    x, y = 333958.0, 8399738.0  # 60 degrees north: a metre of the map is half a metre
    image = np.ones((99, 200), "uint8")
    low, high = y - 70, y - 10
    fields = [
        (f"POLYGON(({w} {low},{w + 60} {low},{w + 60} {high},{w} {high},{w} {low}))", c)
        for w, c in ((x + 2, "a"), (x + 100, "b"))
    ]
    place = (x, 1.0, 0.0, y, 0.0, -1.0)
    parameters = {
        "INPUT": write_polygons(
            tmp_path / "fields.gpkg", [(wkt, {"class": c}) for wkt, c in fields], epsg=3857
        ),
        "CLASS_FIELD": "class",
        "RASTER": write_raster(tmp_path / "web.tif", image, epsg=3857, transform=place),
        "PATCH_SIZE": 10,
        "OUTPUT": tmp_path / "problems.gpkg",
        "REPORT": tmp_path / "report.html",
    }

    code, output = program.algorithm("checklabels", parameters)

    assert code == 0, output
    hectares = re.findall(r">(0\.0\d+)<", (tmp_path / "report.html").read_text(encoding="utf-8"))
    assert [float(text) for text in hectares[:2]] == pytest.approx([0.09, 0.09], rel=0.005)


def test_a_chain_runs_with_all_of_its_steps(program, scene, tmp_path):
    paths = {
        "cleanmap:CLEAN_MAP": tmp_path / "clean.tif",
        "polygonizemap:POLYGONS": tmp_path / "polygons.gpkg",
        "assessmap:MAP_REPORT": tmp_path / "report.html",
    }
    given = {"MAP": scene["TRUTH"], "REFERENCE": scene["LABELS"], "REFERENCE_FIELD": "class"}

    code, output = program.algorithm("chainmaptohectares", {**given, "MIN_AREA": 20, **paths})

    assert code == 0, output
    assert all(path.is_file() for path in paths.values())
