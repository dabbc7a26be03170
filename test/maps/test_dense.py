"""Where a block lies in the image is told to the network, which lays its tiles by that."""

import numpy as np
import pytest
from brightness import write_model
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import Window
from poplar_nn_plugin.maps import predict as module
from poplar_nn_plugin.maps.fitting import image_for
from poplar_nn_plugin.maps.predict import MapPaths, apply, predict_map
from poplar_nn_plugin.progress import Silent

SIZE, STRIDE = 6, 2


class Places:
    """Stands for the worker: the class of a cell tells where it lies among those of the image."""

    def __init__(self):
        self.dense = set()

    def call(self, job, *, data, first, around, dense, **_):
        self.dense.add(dense)
        sides = ((side - SIZE) // STRIDE + 1 - 2 * around for side in data.shape[:2])
        rows, cols = (at + around + np.arange(side) for at, side in zip(first, sides))
        one_of_3 = np.add.outer(rows, 2 * cols) % 3
        said = np.eye(3, dtype=np.float32)[one_of_3]
        return {"probabilities": said, "side": STRIDE, "device": "a lamp", "dense": dense}


@pytest.fixture
def drawn(tmp_path, monkeypatch):
    image = write_raster(tmp_path / "image.tif", np.full((40, 54), 9, "uint8"))
    model = write_model(tmp_path / "model.keras", SIZE)

    def draw(block_size=None, **more):
        monkeypatch.setattr(module, "apply", lambda *a, **k: apply(*a, **k, block_size=block_size))
        worker, paths = Places(), MapPaths(str(tmp_path / "map.tif"))
        image_of_model = image_for(image, model)
        predict_map(image_of_model, model, paths, worker, stride=STRIDE, edges=False, **more)
        return read_raster(tmp_path / "map.tif")[..., 0], worker

    return draw


@pytest.mark.parametrize("average", [True, False])
def test_cells_are_counted_from_the_corner_of_the_image(drawn, average):
    whole, _ = drawn(average=average)

    blocks, _ = drawn(block_size=8, average=average)
    part, _ = drawn(block_size=10, average=average, window=Window(12, 8, 30, 20))

    assert len(np.unique(whole)) == 3
    assert (blocks == whole).all()
    assert (part == whole[8:28, 12:42]).all()


@pytest.mark.parametrize("dense", [True, False])
def test_the_network_is_told_whether_it_may_look_at_whole_blocks(drawn, dense):
    class Watch(Silent):
        said = ""

        def message(self, text):
            self.said += text

    watch = Watch()
    _, worker = drawn(dense=dense, progress=watch)

    assert worker.dense == {dense}
    assert ("over whole blocks" in watch.said) == dense
