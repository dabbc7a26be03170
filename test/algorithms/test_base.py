"""What all algorithms share: mistyped keys are said, and records tell every value."""

import gc
import json
import weakref

import numpy as np
import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException
from samples import write_raster


@pytest.fixture
def image(tmp_path):
    return write_raster(tmp_path / "image.tif", np.arange(100, dtype="uint8").reshape(10, 10, 1))


def test_a_key_that_means_nothing_is_a_warning_with_the_keys_there_are(
    toolbox, image, tmp_path, feedback
):
    log = feedback()

    toolbox.run("kernelfilter", log, RASTER=image, KERNEL="1 2 1", OUTPUT=tmp_path / "o.tif")

    (said,) = [line for line in log.lines if "KERNEL" in line]
    assert said.startswith("Warning: KERNEL is no parameter of kernelfilter and is left out")
    assert "MATRIX" in said


def test_messages_and_warnings_lose_their_passwords_on_the_way_to_the_log(provider, feedback):
    from poplar_nn_plugin.algorithms.feedback import QgisProgress

    log = feedback()
    progress = QgisProgress(log)
    progress.message("read from PG:dbname=gis password=s3cret table=b")
    progress.warn("empty: PG:dbname=gis password=s3cret table=b")

    assert log.lines == [
        "read from PG:dbname=gis table=b",
        "Warning: empty: PG:dbname=gis table=b",
    ]


def test_what_a_failed_run_held_is_let_go_of(provider, feedback):
    from poplar_nn_plugin.algorithms.base import PoplarAlgorithm
    from poplar_nn_plugin.errors import ParameterError

    class Held:
        pass

    held = []

    class Failing(PoplarAlgorithm):
        ID = "failing"

        def declare(self):
            return []

        def compute(self, request, progress):
            layer = Held()  # a layer that outlives QGIS ends in a crash
            held.append(weakref.ref(layer))
            try:
                raise RuntimeError("inner")
            except RuntimeError as error:
                raise ParameterError("outer") from error

    algorithm = Failing()
    algorithm.initAlgorithm()
    with pytest.raises(QgsProcessingException, match="outer"):
        algorithm.run({}, QgsProcessingContext(), feedback(), {}, False)
    gc.collect()

    assert [one() for one in held] == [None]


def test_keys_that_are_known_are_no_warning(toolbox, image, tmp_path, feedback):
    log = feedback()

    toolbox.run("kernelfilter", log, RASTER=image, MATRIX="1 2 1", OUTPUT=tmp_path / "o.tif")

    assert not [line for line in log.lines if "Warning" in line]


def test_a_record_tells_defaults_too_and_its_command_repeats_them(toolbox, image, tmp_path):
    toolbox.run("meanfilter", RASTER=image, RADIUS=2, OUTPUT=tmp_path / "o.tif")

    record = json.loads((tmp_path / "o.tif.record.json").read_text(encoding="utf-8"))
    assert record["parameters"]["RADIUS"] == 2
    assert record["parameters"]["SHAPE"] == "square"
    assert record["parameters"]["MEMORY"] == "1G"
    assert "SHAPE=square" in record["command"]
    assert "MASK" not in record["parameters"]
