"""Use a random forest where there is no TensorFlow; found.json says what came of it."""

import json
import sys
import zipfile
from pathlib import Path

import numpy as np
from patch_samples import textured_dataset
from sklearn.ensemble import RandomForestClassifier
from watch import Watch, error_of

from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.evaluate import evaluate_model
from poplar_nn_plugin.nn.network.forest import MEMBER, Forest
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.predict import predict_block
from poplar_nn_plugin.nn.training.forest import train_forest
from poplar_nn_plugin.nn.training.samples import Samples
from poplar_nn_plugin.nn.training.train import train_model

sys.modules.update(dict.fromkeys(("tensorflow", "keras", "h5py")))  # importing them fails
FOLDER = Path(sys.argv[1])
found = {}

# The arrays against scikit-learn, on features full of ties.
rng = np.random.default_rng(0)
x = rng.integers(0, 6, (300, 5)).astype(np.float32)
y = rng.integers(0, 4, 300)
theirs = RandomForestClassifier(30, random_state=0, min_samples_leaf=3).fit(x, y)
ours = Forest.of(theirs.estimators_)
new = rng.integers(-1, 7, (500, 5)).astype(np.float32)
found["farthest_from_sklearn"] = float(np.abs(ours.shares(new) - theirs.predict_proba(new)).max())
found["same_class_as_sklearn"] = bool(
    (ours.shares(new).argmax(axis=1) == theirs.predict_proba(new).argmax(axis=1)).all()
)


def train(name: str, watch=None, **settings) -> dict:
    return train_model(
        dataset=str(FOLDER / "textures"),
        output=str(FOLDER / f"{name}.keras"),
        progress=watch or Watch(),
        architecture="random_forest",
        **settings,
    )


data = textured_dataset(FOLDER / "textures")
watch = Watch()
found["first"] = train("first", watch, report=str(FOLDER / "first.html"), seed=1)
found["messages"], found["fractions"] = watch.messages, watch.fractions
found["card"] = read_card(FOLDER / "first.keras").to_json()
model = TrainedModel.load(FOLDER / "first.keras")
for name, seed in (("again", 1), ("other", 2)):
    train(name, seed=seed)
again, other = (TrainedModel.load(FOLDER / f"{name}.keras") for name in ("again", "other"))
index = data.select("valid")
expected = model.probabilities(data.x[index])
found["same_seed_same_forest"] = bool(np.array_equal(again.network.left, model.network.left))
found["other_seed_other_forest"] = not np.array_equal(other.network.left, model.network.left)
found["evaluated"] = {
    key: value
    for key, value in evaluate_model(
        model=str(FOLDER / "first.keras"), dataset=str(FOLDER / "textures"), progress=Watch()
    ).items()
    if key in ("macro_f1", "accuracy")
}

block = rng.integers(60, 140, (40, 30, 2)).astype(np.uint8)
drawn = predict_block(
    model=str(FOLDER / "first.keras"),
    data=block,
    valid=np.ones((40, 30), bool),
    stride=2,
    progress=Watch(),
)
found["device"], drawn = drawn["device"], drawn["probabilities"]
found["drawn_like_patch_by_patch"] = all(
    np.array_equal(
        drawn[i, j], model.probabilities(block[None, i * 2 : i * 2 + 8, j * 2 : j * 2 + 8])[0]
    )
    for i, j in ((0, 0), (3, 7), (16, 11))
)

cases = []
for size, bands in ((2, 5), (10, 1), (23, 3)):
    raw = rng.normal(size=(8, size, size, bands)).astype(np.float32)
    scaling = Scaling((0.0,) * bands, (1.0,) * bands)
    samples = Samples(raw, np.arange(8), np.arange(8) % 4, scaling)
    forest = train_forest(samples, 4, Settings(), Watch(), trees=20)
    forest.save(FOLDER / "case.zip")
    whole = forest(8, lambda start, stop, raw=raw: raw[start:stop])
    reloaded = Forest.load(FOLDER / "case.zip", size, bands, 4)
    backwards = forest(8, lambda start, stop, raw=raw: raw[::-1][start:stop])
    cases.append(
        {
            "farthest_sum_from_1": float(np.abs(whole.sum(axis=1) - 1).max()),
            "same_after_reload": bool(
                (reloaded(8, lambda start, stop, raw=raw: raw[start:stop]) == whole).all()
            ),
            "same_in_any_order": bool((backwards[::-1] == whole).all()),
        }
    )
found["cases"] = cases

found["weights"] = error_of(train, name="continued", weights=str(FOLDER / "first.keras"))
found["cancelled"] = error_of(train, name="cancelled", watch=Watch(stop_after=3))


def rewritten(name: str, change) -> list[str]:
    """Return the error of opening the model with its forest changed."""
    path = FOLDER / f"{name}.keras"
    with zipfile.ZipFile(FOLDER / "first.keras") as old, zipfile.ZipFile(path, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            new.writestr(info, change(part) if info.filename == MEMBER else part)
    return error_of(TrainedModel.load, path=path)


def with_arrays(**changed):
    def change(part: bytes) -> bytes:
        (FOLDER / "part.npz").write_bytes(part)
        arrays = {**np.load(FOLDER / "part.npz")}
        for key, put in changed.items():
            put(arrays[key])
        np.savez(FOLDER / "part.npz", **arrays)
        return (FOLDER / "part.npz").read_bytes()

    return change


def moved(share) -> None:
    """Let the shares of a leaf sum to 1, one of them below 0."""
    leaf = np.flatnonzero(share.sum(axis=1))[0]
    share[leaf] = [-0.5, 1.5, 0]


def pickled(_: bytes) -> bytes:
    np.savez(FOLDER / "part.npz", roots=np.array([{"a": 1}], object))
    return (FOLDER / "part.npz").read_bytes()


found["damaged"] = {
    "cut": rewritten("cut", lambda part: part[:100]),
    "pickle": rewritten("pickle", pickled),
    "loop": rewritten("loop", with_arrays(left=lambda left: left.__setitem__(5, 2))),
    "outside": rewritten("outside", with_arrays(right=lambda a: a.__setitem__(0, 10**6))),
    "feature": rewritten("feature", with_arrays(feature=lambda a: a.__setitem__(0, 999))),
    "negative": rewritten("negative", with_arrays(share=moved)),
    "sum": rewritten("sum", with_arrays(share=lambda a: a.__setitem__(slice(None), a / 2))),
    "threshold": rewritten("threshold", with_arrays(threshold=lambda a: a.fill(np.nan))),
    "share": rewritten("share", with_arrays(share=lambda a: a.__setitem__((0, 0), np.nan))),
}
found["tensorflow_is_hidden"] = sys.modules["tensorflow"] is None
(FOLDER / "found.json").write_text(json.dumps(found), encoding="utf-8")
