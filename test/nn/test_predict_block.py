"""Blocks of an image, predicted as if patch by patch."""

import os
from dataclasses import replace

import numpy as np
import pytest
from network_samples import model_card, network_of
from watch import Watch, refused

from poplar_nn_plugin.errors import Cancelled, ModelFileError, ModelMismatchError
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.scores import Calibration
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.predict_block import predict_block

SIZE, BANDS, STRIDE = 7, 2, 3
SCALING = Scaling((120.0, 90.0), (40.0, 30.0))
RNG = np.random.default_rng(0)
DATA = RNG.integers(0, 255, (61, 47, BANDS)).astype(np.uint8)
VALID = RNG.random((61, 47)) > 0.02
VALID[20:40, 10:30] = False
EVERYWHERE = np.ones_like(VALID)
CORNERED = EVERYWHERE.copy()  # patches with all of their pixels, some, and none
CORNERED[30:, 30:] = False


def save(path, seed, architecture="compact", size=SIZE, temperature=1):
    card = model_card(architecture, size, scaling=SCALING, calibration=Calibration(temperature))
    model = TrainedModel(network_of(architecture, size, BANDS, seed=seed), card)
    model.save(path)
    return model


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("predict")


@pytest.fixture(scope="module")
def model(folder):
    return save(folder / "m.keras", 1)


@pytest.fixture(scope="module")
def predict_all(folder, model):
    def predict(data, valid, stride=STRIDE, model="m.keras", watch=None, **more):
        return predict_block(
            model=str(folder / model),
            data=data,
            valid=valid,
            stride=stride,
            progress=watch or Watch(),
            **more,
        )

    return predict


@pytest.fixture(scope="module")
def predict(predict_all):
    return lambda *arguments, **more: predict_all(*arguments, **more)["probabilities"]


@pytest.fixture(scope="module")
def whole(predict):
    return predict(DATA, VALID)


def same(one, other):
    return np.array_equal(one, other, equal_nan=True)


def filled(data, valid):
    """Return a patch filled as datasets of bytes are, or None where no pixel is valid."""
    if not valid.any():
        return None
    patch = data.astype(np.float32)
    patch[~valid] = np.rint(patch[valid].mean(axis=0))
    return patch


@pytest.fixture(scope="module")
def patch_by_patch(model, whole):
    """Return the independent result: one patch after the other."""
    found, patches, cells = np.full_like(whole, np.nan), [], []
    for i, j in np.ndindex(*whole.shape[:2]):
        part = np.s_[i * STRIDE : i * STRIDE + SIZE, j * STRIDE : j * STRIDE + SIZE]
        patch = filled(DATA[part], VALID[part])
        if patch is not None:
            patches.append(patch)
            cells.append((i, j))
    found[tuple(np.transpose(cells))] = model.probabilities(np.array(patches), 64)
    return found


def test_each_cell_is_given_by_its_own_patch(whole, patch_by_patch):
    assert whole.shape == (19, 14, 3)
    assert np.nanmax(np.abs(whole - patch_by_patch)) < 1e-5


@pytest.mark.parametrize(("i", "j"), [(0, 0), (3, 7), (18, 13)])
def test_a_valid_patch_gets_exactly_what_it_gets_alone(predict, model, i, j):
    found = predict(DATA, EVERYWHERE)[i, j]

    alone = DATA[None, i * STRIDE :, j * STRIDE :][:, :SIZE, :SIZE]
    assert np.array_equal(found, model.probabilities(alone)[0])


def test_probabilities_are_those_of_the_temperature_in_the_card(predict, model, whole, folder):
    hot = replace(model.card, calibration=Calibration(3.0))
    TrainedModel(model.network, hot).save(folder / "hot.keras")

    cooler = predict(DATA, VALID, model="hot.keras")

    known = ~np.isnan(whole[..., 0])
    power = whole[known].astype(float) ** (1 / 3)
    assert np.abs(cooler[known] - power / power.sum(axis=-1, keepdims=True)).max() < 1e-6
    assert (cooler[known].argmax(axis=-1) == whole[known].argmax(axis=-1)).all()
    assert np.array_equal(np.isnan(cooler), np.isnan(whole))
    assert cooler[known].max(axis=-1).mean() < whole[known].max(axis=-1).mean()


def test_a_patch_without_a_valid_pixel_is_nan(predict, whole, patch_by_patch):
    assert np.array_equal(np.isnan(whole), np.isnan(patch_by_patch))
    assert np.isnan(whole).any()
    assert np.isnan(predict(DATA, ~EVERYWHERE)).all()


@pytest.mark.parametrize("side", [3, 5, 11])
def test_any_blocks_give_the_same(predict, whole, side):
    """On some processors TensorFlow's last bits depend on where in its batch a patch stands."""
    joined = np.full_like(whole, 7)
    for i in range(0, joined.shape[0], side):
        for j in range(0, joined.shape[1], side):
            rows, cols = (min(side, n - at) for n, at in zip(joined.shape, (i, j)))
            part = np.s_[
                i * STRIDE : (i + rows - 1) * STRIDE + SIZE,
                j * STRIDE : (j + cols - 1) * STRIDE + SIZE,
            ]
            joined[i : i + rows, j : j + cols] = predict(DATA[part], VALID[part])

    assert same(np.isnan(joined), np.isnan(whole))
    assert np.nanmax(np.abs(joined - whole)) < 1e-6


def test_what_lies_under_invalid_pixels_does_not_count(predict, whole):
    hidden, unknown = DATA.copy(), DATA.astype(np.float32)
    hidden[~VALID] = 255
    unknown[~VALID] = np.nan

    assert same(predict(hidden, VALID), whole)
    assert same(predict(unknown, VALID), whole)


def test_bands_are_matched_before_anything_else(predict, whole):
    bright = DATA.astype(np.uint16) * 16 + 100
    bright[~VALID] = 65535
    undone = [{"band": name, "gain": 1 / 16, "offset": -100 / 16} for name in ("1", "2")]

    assert same(predict(bright, VALID, matching=undone), whole)


@pytest.fixture(scope="module")
def dense(folder):
    return save(folder / "dense.keras", 4, "unet", 12, temperature=2.0)


def each_pixel(network, size, stride, around):
    """Return what patches say of the pixels of the cells in their midst, patch by patch."""
    shape = [(side - size) // stride + 1 for side in VALID.shape]
    total, count = np.zeros((*VALID.shape, 3)), np.zeros((*VALID.shape, 1))
    edge, found = (size - stride) // 2, np.full((*VALID.shape, 3), np.nan)
    patches = {}
    for i, j in np.ndindex(*shape):
        part = np.s_[i * stride : i * stride + size, j * stride : j * stride + size]
        patch = filled(DATA[part], VALID[part])
        if patch is not None:
            patches[i, j] = SCALING.apply(patch)
    answers = network(np.array(list(patches.values())), training=False).numpy()
    for (i, j), said in zip(patches, answers):
        for row, col in np.ndindex(size, size):
            at = i * stride + row, j * stride + col
            cell = [(side - edge) // stride for side in at]
            if abs(cell[0] - i) <= around and abs(cell[1] - j) <= around:
                total[at] += said[row, col]
                count[at] += 1
    for i, j in patches:
        top, left = edge + i * stride, edge + j * stride
        cell = np.s_[top : top + stride, left : left + stride]
        found[cell] = total[cell] / count[cell]
    ends = [edge + around * stride + (side - 2 * around) * stride for side in shape]
    return found[edge + around * stride : ends[0], edge + around * stride : ends[1]]


@pytest.mark.parametrize(("stride", "around"), [(4, 1), (5, 0), (2, 2)])
def test_a_dense_model_gives_each_pixel_the_mean_of_the_patches_of_its_cell(
    predict, dense, stride, around
):
    drawn = predict(DATA, VALID, stride, "dense.keras", around=around)

    wanted = each_pixel(find("unet").pixels_of(dense.network), 12, stride, around) ** 0.5
    wanted /= wanted.sum(axis=-1, keepdims=True)
    assert drawn.shape == wanted.shape
    assert np.array_equal(np.isnan(drawn), np.isnan(wanted))
    assert np.isnan(drawn).any() or (stride, around) != (5, 0)
    assert np.nanmax(np.abs(drawn - wanted)) < 1e-5


@pytest.mark.usefixtures("dense")
@pytest.mark.parametrize(("stride", "around"), [(4, 1), (5, 0), (2, 2)])
def test_two_blocks_that_share_what_lies_between_them_give_a_dense_map_of_one(
    predict, stride, around
):
    whole = predict(DATA, VALID, stride, "dense.keras", around=around)

    cut, lead = 5 * stride, 2 * around * stride + 12 - stride
    halves = [
        predict(DATA[part], VALID[part], stride, "dense.keras", around=around)
        for part in (np.s_[: cut + lead], np.s_[cut:])
    ]
    assert same(np.concatenate(halves), whole)


@pytest.mark.usefixtures("dense")
@pytest.mark.parametrize(("name", "side"), [("m.keras", 4), ("dense.keras", 1)])
def test_an_answer_says_how_many_pixels_it_stands_for(predict_all, name, side):
    assert predict_all(DATA, VALID, 4, name)["side"] == side


@pytest.fixture(scope="module")
def unpadded(folder):
    """Return what a network without padding says of all cells, patch by patch."""
    save(folder / "unpadded.keras", 5, "sigma_valid", 22, temperature=2.0)
    return "unpadded.keras"


@pytest.mark.parametrize("edges", [0, 2])
def test_whole_blocks_give_the_map_that_patches_give(predict_all, unpadded, edges):
    how = {"stride": 2, "model": unpadded, "around": 2, "edges": edges}

    found, known = (predict_all(DATA, CORNERED, dense=dense, **how) for dense in (True, False))

    assert (found["dense"], known["dense"]) == (True, False)
    found, known = (each["probabilities"] for each in (found, known))
    there = ~np.isnan(known[..., 0])
    assert np.array_equal(np.isnan(found), np.isnan(known))
    assert there.any()
    assert np.abs(found - known)[there].max() < 1e-5
    assert np.array_equal(found[there].argmax(axis=-1), known[there].argmax(axis=-1))


def test_a_part_of_a_block_gives_the_same_to_the_last_bit_where_it_says_where_it_lies(
    predict, unpadded
):
    whole = predict(DATA, EVERYWHERE, 2, unpadded, around=1)

    part = predict(DATA[10:, 6:], EVERYWHERE[10:, 6:], 2, unpadded, around=1, first=(5, 3))

    assert same(part, whole[5:, 3:])


def in_eight_orientations(patches):
    """Return every patch in all ways that a square can lie, all patches in the first way first."""
    ways = [np.rot90(patches, turns, axes=(1, 2)) for turns in range(4)]
    return np.stack([*ways, *(way[:, :, ::-1] for way in ways)])


def test_flips_give_the_mean_of_eight_orientations(predict, model, whole):
    found = predict(DATA, VALID, flips=True)

    patches, cells = [], np.argwhere(~np.isnan(whole[..., 0]))
    for i, j in cells * STRIDE:
        patches.append(filled(DATA[i : i + SIZE, j : j + SIZE], VALID[i : i + SIZE, j : j + SIZE]))
    ways = in_eight_orientations(np.array(patches))
    wanted = np.mean([model.probabilities(way, 64) for way in ways], axis=0)
    assert np.array_equal(np.isnan(found), np.isnan(whole))
    assert np.abs(found[tuple(cells.T)] - wanted).max() < 1e-5
    assert np.nanmax(np.abs(found - whole)) > 1e-3  # they are not all the same


def test_a_flipped_block_has_the_flipped_map(predict):
    """The mean over a group of symmetries does not change where one of them is done before."""
    data, lone = DATA[:37, :37], EVERYWHERE[:37, :37]  # whole patches at stride 3, a square

    found = predict(data, lone, flips=True)

    for change in (np.fliplr, np.flipud, np.rot90, np.transpose):
        axes = (1, 0, 2) if change is np.transpose else None
        way = (lambda array, axes=axes: np.transpose(array, axes)) if axes else change
        again = predict(np.ascontiguousarray(way(data)), lone, flips=True)
        assert np.abs(again - way(found)).max() < 1e-6
        assert np.abs(predict(way(data), lone) - way(predict(data, lone))).max() > 1e-3


@pytest.mark.usefixtures("dense")
def test_flips_of_a_model_that_names_pixels_are_turned_back(predict):
    data, lone = DATA[:36, :36], EVERYWHERE[:36, :36]
    how = {"stride": 4, "model": "dense.keras", "around": 1, "flips": True}

    found = predict(data, lone, **how)

    again = predict(np.ascontiguousarray(np.rot90(data)), lone, **how)
    assert np.abs(again - np.rot90(found)).max() < 1e-6
    how["flips"] = False
    alone = predict(data, lone, **how)
    ways = [np.rot90(data, turns) for turns in range(4)]
    ways += [np.fliplr(way) for way in ways]
    said = [predict(np.ascontiguousarray(way), lone, **how) ** 2 for way in ways]  # temperature 2
    said = [np.fliplr(way) if number > 3 else way for number, way in enumerate(said)]
    said = [np.rot90(way / way.sum(axis=-1, keepdims=True), -n % 4) for n, way in enumerate(said)]
    mean = np.mean(said, axis=0) ** 0.5
    assert np.abs(found - mean / mean.sum(axis=-1, keepdims=True)).max() < 1e-5
    assert np.abs(found - alone).max() > 1e-3


@pytest.mark.parametrize(("stride", "around", "edges"), [(1, 3, 0), (2, 2, 2), (3, 0, 0)])
def test_flips_over_whole_blocks_give_the_map_that_patches_give(
    predict_all, unpadded, stride, around, edges
):
    how = {"stride": stride, "model": unpadded, "around": around, "edges": edges, "first": (4, 9)}
    how["flips"] = True

    found, known = (predict_all(DATA, CORNERED, dense=dense, **how) for dense in (True, False))

    assert (found["dense"], known["dense"]) == (True, False)
    found, known = (each["probabilities"] for each in (found, known))
    there = ~np.isnan(known[..., 0])
    assert np.array_equal(np.isnan(found), np.isnan(known))
    assert there.any()
    assert np.abs(found - known)[there].max() < 1e-6


def test_flips_of_a_part_of_a_block_are_the_same_to_the_last_bit(predict, unpadded):
    how = {"stride": 2, "model": unpadded, "around": 1, "flips": True}

    whole = predict(DATA, EVERYWHERE, **how)

    assert same(predict(DATA[10:, 6:], EVERYWHERE[10:, 6:], first=(5, 3), **how), whole[5:, 3:])


def test_a_padded_network_looks_at_patches(predict_all):
    assert not predict_all(DATA, VALID)["dense"]


def test_memory_mapped_blocks_are_read(predict, whole, tmp_path):
    np.save(tmp_path / "block.npy", DATA)

    assert same(predict(np.load(tmp_path / "block.npy", mmap_mode="r"), VALID), whole)


def test_a_model_file_that_has_changed_is_opened_anew(predict, whole, folder):
    save(folder / "again.keras", 1)
    other = predict(DATA, VALID, model="again.keras")
    os.utime(folder / "again.keras", ns=(0, 0))
    save(folder / "again.keras", 2)

    changed = predict(DATA, VALID, model="again.keras")

    assert same(other, whole)
    assert not same(changed, other)


def test_each_answer_says_what_computed_it(predict_all):
    device = predict_all(DATA, VALID)["device"]

    assert device.startswith("CPU (")
    assert "no GPU found" in device


def test_cancel_is_heard(predict):
    with refused(Cancelled):
        predict(DATA, VALID, 1, watch=Watch(stop_after=0))


@pytest.mark.parametrize(
    ("data", "valid", "name", "error"),
    [
        pytest.param(DATA[..., :1], VALID, "m.keras", ModelMismatchError, id="bands"),
        pytest.param(DATA[:5], VALID[:5], "m.keras", ModelMismatchError, id="small"),
        pytest.param(DATA, VALID, "none.keras", ModelFileError, id="missing"),
    ],
)
def test_a_block_or_model_that_does_not_fit_is_refused(predict, data, valid, name, error):
    with refused(error):
        predict(data, valid, model=name)
