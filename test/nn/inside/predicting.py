"""Predict blocks and open model files; what was found goes to found.json in the folder given."""

import json
import os
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from patch_samples import CLASSES, meta, training
from watch import Watch, error_of

from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.model.card import MEMBER, ModelCard, add_card
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.scores import NOT_MEASURED, Calibration
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.nn.network.backend import load_tensorflow
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.predict import predict_block
from poplar_nn_plugin.nn.status import describe

FOLDER = Path(sys.argv[1])
SIZE, BANDS = 7, 2
found = {}
load_tensorflow()
import keras  # noqa: E402 (TensorFlow must be its backend)


def save(
    path: Path, seed: int, architecture: str = "compact", size: int = SIZE, temperature: float = 1
) -> TrainedModel:
    keras.utils.set_random_seed(seed)
    network = find(architecture).build(size, BANDS, 3)
    card = ModelCard(
        architecture,
        PatchSpec(size, 3, (1, 2)),
        CLASSES,
        Scaling((120.0, 90.0), (40.0, 30.0)),
        meta()["image"],
        training(**{"labelled_pixels": {}} if architecture == "unet" else {}),
        NOT_MEASURED,
        {},
        Calibration(temperature),
    )
    model = TrainedModel(network, card)
    model.save(path)
    return model


def predict(data, valid, stride, model="m.keras", watch=None, **more) -> np.ndarray:
    return predict_block(
        model=str(FOLDER / model),
        data=data,
        valid=valid,
        stride=stride,
        progress=watch or Watch(),
        **more,
    )["probabilities"]


model = save(FOLDER / "m.keras", 1)
rng = np.random.default_rng(0)
data = rng.integers(0, 255, (61, 47, BANDS)).astype(np.uint8)
valid = rng.random((61, 47)) > 0.02
valid[20:40, 10:30] = False
everywhere = np.ones_like(valid)

# One patch after the other, filled as datasets of bytes are, is the independent result.
whole = predict(data, valid, 3)
expected = np.full(whole.shape, np.nan, np.float32)
patches, cells = [], []
for i, j in np.ndindex(*whole.shape[:2]):
    patch = data[i * 3 : i * 3 + SIZE, j * 3 : j * 3 + SIZE].astype(np.float32)
    known = valid[i * 3 : i * 3 + SIZE, j * 3 : j * 3 + SIZE]
    if known.any():
        patch[~known] = np.rint(patch[known].mean(axis=0))
        patches.append(patch)
        cells.append((i, j))
expected[tuple(np.transpose(cells))] = model.probabilities(np.array(patches), 64)
found["shape"] = list(whole.shape)
found["nan_where_no_pixel_is_valid"] = bool(
    (np.isnan(whole) == np.isnan(expected)).all() and np.isnan(whole).any()
)
hot = replace(model.card, calibration=Calibration(3.0))
TrainedModel(model.network, hot).save(FOLDER / "hot.keras")
cooler, known = predict(data, valid, 3, "hot.keras"), ~np.isnan(whole[..., 0])
power = whole[known].astype(float) ** (1 / 3)
found["farthest_from_temperature_3"] = float(
    np.abs(cooler[known] - power / power.sum(axis=-1, keepdims=True)).max()
)
found["temperature_leaves_classes"] = bool(
    (cooler[known].argmax(axis=-1) == whole[known].argmax(axis=-1)).all()
    and np.array_equal(np.isnan(cooler), np.isnan(whole))
    and cooler[known].max(axis=-1).mean() < whole[known].max(axis=-1).mean()
)
found["farthest_from_patch_by_patch"] = float(np.nanmax(np.abs(whole - expected)))
complete = predict(data, everywhere, 3)
exact = [
    np.array_equal(
        complete[i, j], model.probabilities(data[None, i * 3 : i * 3 + 7, j * 3 : j * 3 + 7])[0]
    )
    for i, j in ((0, 0), (3, 7), (18, 13))
]
found["valid_patches_exactly_as_alone"] = bool(all(exact))


def in_blocks(data, valid, stride: int, side: int) -> np.ndarray:
    """Predict with blocks of `side` cells, each its own call, and join them."""
    joined = np.full((*whole.shape[:2], 3), 7, np.float32)
    for i in range(0, joined.shape[0], side):
        for j in range(0, joined.shape[1], side):
            rows, cols = (min(side, n - at) for n, at in zip(joined.shape, (i, j)))
            part = np.s_[
                i * stride : (i + rows - 1) * stride + SIZE,
                j * stride : (j + cols - 1) * stride + SIZE,
            ]
            joined[i : i + rows, j : j + cols] = predict(data[part], valid[part], stride)
    return joined


found["same_in_any_blocks"] = {
    side: bool(np.array_equal(in_blocks(data, valid, 3, side), whole, equal_nan=True))
    for side in (3, 5, 11)
}
hidden = data.copy()
hidden[~valid] = 255
found["hidden_values_do_not_count"] = bool(
    np.array_equal(predict(hidden, valid, 3), whole, equal_nan=True)
)
with_nan = data.astype(np.float32)
with_nan[~valid] = np.nan
found["nan_under_invalid_pixels_does_not_count"] = bool(
    np.array_equal(predict(with_nan, valid, 3), whole, equal_nan=True)
)
bright = data.astype(np.uint16) * 16 + 100
bright[~valid] = 65535
undone = [{"band": name, "gain": 1 / 16, "offset": -100 / 16} for name in ("1", "2")]
found["matched_as_the_first"] = bool(
    np.array_equal(predict(bright, valid, 3, matching=undone), whole, equal_nan=True)
)
found["device"] = predict_block(
    model=str(FOLDER / "m.keras"), data=data, valid=valid, stride=3, progress=Watch()
)["device"]
found["nothing_valid"] = bool(np.isnan(predict(data, ~everywhere, 3)).all())
np.save(FOLDER / "block.npy", data)
mapped = np.load(FOLDER / "block.npy", mmap_mode="r")
found["memory_mapped"] = bool(np.array_equal(predict(mapped, valid, 3), whole, equal_nan=True))


def each_pixel(data, valid, network, size: int, stride: int, around: int) -> np.ndarray:
    """Return what patches say of the pixels of the cells in their midst, one patch at a time."""
    scaling = Scaling((120.0, 90.0), (40.0, 30.0))
    shape = [(side - size) // stride + 1 for side in valid.shape]
    total, count = np.zeros((*valid.shape, 3)), np.zeros((*valid.shape, 1))
    edge = (size - stride) // 2
    for i, j in np.ndindex(*shape):
        patch = data[i * stride :, j * stride :][:size, :size].astype(np.float32)
        known = valid[i * stride :, j * stride :][:size, :size]
        if known.any():
            patch[~known] = np.rint(patch[known].mean(axis=0))
            said = network(scaling.apply(patch)[None], training=False).numpy()[0]
            for row, col in np.ndindex(size, size):
                at = i * stride + row, j * stride + col
                cell = [(side - edge) // stride for side in at]
                if abs(cell[0] - i) <= around and abs(cell[1] - j) <= around:
                    total[at] += said[row, col]
                    count[at] += 1
    found = np.full_like(total, np.nan)
    for i, j in np.ndindex(*shape):
        if valid[i * stride :, j * stride :][:size, :size].any():
            top, left = edge + i * stride, edge + j * stride
            cell = np.s_[top : top + stride, left : left + stride]
            found[cell] = total[cell] / count[cell]
    ends = [edge + around * stride + (side - 2 * around) * stride for side in shape]
    return found[edge + around * stride : ends[0], edge + around * stride : ends[1]]


dense, dense_found = save(FOLDER / "dense.keras", 4, "unet", 12, temperature=2.0), {}
pixels = find("unet").pixels_of(dense.network)
for stride, around in ((4, 1), (5, 0), (2, 2)):
    drawn = predict(data, valid, stride, "dense.keras", around=around)
    wanted = each_pixel(data, valid, pixels, 12, stride, around) ** 0.5
    wanted /= wanted.sum(axis=-1, keepdims=True)
    # The same block from two that share what lies between them.
    cut, lead = 5 * stride, 2 * around * stride + 12 - stride
    halves = [
        predict(data[part], valid[part], stride, "dense.keras", around=around)
        for part in (np.s_[: cut + lead], np.s_[cut:])
    ]
    dense_found[f"{stride}, {around}"] = {
        "shapes": [list(drawn.shape), list(wanted.shape)],
        "same_nan": bool(np.array_equal(np.isnan(drawn), np.isnan(wanted))),
        "some_nan": bool(np.isnan(drawn).any()),
        "farthest": float(np.nanmax(np.abs(drawn - wanted))),
        "same_in_halves": bool(np.array_equal(np.concatenate(halves), drawn, equal_nan=True)),
    }
found["pixels"] = dense_found
found["side"] = [
    predict_block(model=str(FOLDER / name), data=data, valid=valid, stride=4, progress=Watch())[
        "side"
    ]
    for name in ("m.keras", "dense.keras")
]

save(FOLDER / "again.keras", 1)
other = predict(data, valid, 3, "again.keras")
os.utime(FOLDER / "again.keras", ns=(0, 0))
save(FOLDER / "again.keras", 2)
changed = predict(data, valid, 3, "again.keras")
found["a_changed_file_is_opened_anew"] = bool(
    np.array_equal(other, whole, equal_nan=True) and not np.array_equal(changed, other, True)
)
found["cancelled"] = error_of(predict, data=data, valid=valid, stride=1, watch=Watch(stop_after=0))
found["errors"] = {
    "bands": error_of(predict, data=data[..., :1], valid=valid, stride=3),
    "small": error_of(predict, data=data[:5], valid=valid[:5], stride=3),
    "missing": error_of(predict, data=data, valid=valid, stride=3, model="none.keras"),
}

inputs = keras.Input((SIZE, SIZE, BANDS))
flat = keras.layers.Flatten()(keras.layers.Lambda(lambda x: x * 2)(inputs))
evil = keras.Model(inputs, keras.layers.Dense(3, activation="softmax")(flat))
evil.save(FOLDER / "lambda.keras")
add_card(FOLDER / "lambda.keras", model.card)


def rewritten(name: str, member: str, change) -> None:
    """Copy the model with one member changed."""
    with zipfile.ZipFile(FOLDER / "m.keras") as old, zipfile.ZipFile(FOLDER / name, "w") as new:
        for info in old.infolist():
            text = old.read(info)
            if info.filename == member:
                text, info.compress_type = change(text), zipfile.ZIP_DEFLATED
            new.writestr(info, text)


rewritten("foreign.keras", "config.json", lambda text: text.replace(b"keras.layers", b"os.path"))
rewritten("cut.keras", "model.weights.h5", lambda text: text[:200])
rewritten("empty.keras", "config.json", lambda text: b"{")


def other_classes(text: bytes) -> bytes:
    card = json.loads(text)
    for key in card["classes"]:
        card["classes"][key] = card["classes"][key][:2]
    return json.dumps(card).encode()


rewritten("classes.keras", MEMBER, other_classes)
sound = model.network.get_weights()
spoilt = [weight.copy() for weight in sound]
spoilt[-1][0] = np.nan
model.network.set_weights(spoilt)
model.save(FOLDER / "nan.keras")
model.network.set_weights(sound)
rewritten("bomb.keras", "model.weights.h5", lambda text: text + bytes(200 * 2**20))
found["refused"] = {
    name: error_of(TrainedModel.load, path=FOLDER / f"{name}.keras")
    for name in ("lambda", "foreign", "cut", "empty", "classes", "nan", "bomb")
}
found["suffix"] = error_of(model.save, path=FOLDER / "model.h5")
found["no_folder"] = error_of(model.save, path=FOLDER / "none" / "model.keras")
found["left"] = sorted(path.name for path in FOLDER.iterdir() if path.name.startswith("."))
with zipfile.ZipFile(FOLDER / "m.keras") as archive:
    found["members"] = archive.namelist()

found["status"] = describe(progress=Watch())
(FOLDER / "found.json").write_text(json.dumps(found), encoding="utf-8")
