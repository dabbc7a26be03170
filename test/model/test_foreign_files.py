"""Thousands of seeded faults in what others may have written: each is an error of ours, or none."""

import copy
import io
import json
import math
import random
import resource
import shutil
import zipfile
from dataclasses import asdict

import numpy as np
import pytest
from patch_samples import CLASSES, image_metadata, records, scored, training, write_dataset

from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.dataset.npy import NpyError, read_array
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.errors import DatasetError, ModelFileError, PoplarError, WorkerError
from poplar_nn_plugin.model.card import CARD_MEMBER, ModelCard, read_card
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.scores import (
    Calibration,
    ConfidenceBin,
    Interest,
    PrecisionRecallCurve,
    Reliability,
)
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.network import forest as forests
from poplar_nn_plugin.nn.network.forest import Forest
from poplar_nn_plugin.nn.network.texture import feature_count
from poplar_nn_plugin.reports.card_rows import image_rows, training_rows
from poplar_nn_plugin.reports.caveats import caveats_of
from poplar_nn_plugin.reports.model_card import _class_rows, _purpose
from poplar_nn_plugin.scoring.summary import summarize
from poplar_nn_plugin.worker import frames
from poplar_nn_plugin.worker.messages import error_of, parsed

ROOM = 200 * 2**20  # bytes that may be taken besides what is taken already

STRANGE = [
    None,
    True,
    -1,
    0,
    1,
    2**31,
    2**63,
    10**30,
    10**390,
    0.5,
    -0.5,
    1e308,
    math.nan,
    -math.inf,
    "",
    "x",
    "\x00",
    "\ud800",
    "x" * 5000,
    [],
    {},
    [[]],
    [1, 2, 3],
    ["x", None],
    {"x": 1},
    {"": []},
]


@pytest.fixture(autouse=True)
def little_memory():
    """Let the process take 200 megabytes more than it has."""
    with open("/proc/self/statm") as file:
        taken = int(file.read().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (taken + ROOM, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


def places(values, path=()):
    """Yield the path of every value in JSON values."""
    if path:
        yield path
    if isinstance(values, dict):
        for key, value in values.items():
            yield from places(value, (*path, key))
    elif isinstance(values, list):
        for number, value in enumerate(values):
            yield from places(value, (*path, number))


def changed(values, random):
    """Return JSON text of the values with one or two of them changed, removed or doubled."""
    values = copy.deepcopy(values)
    for _ in range(random.choice([1, 1, 1, 2])):
        there = list(places(values))
        if not there:
            break
        *way, last = random.choice(there)
        parent = values
        for key in way:
            parent = parent[key]
        how = random.random()
        if how < 0.15:
            del parent[last]
        elif how < 0.25 and isinstance(parent, list):
            parent.append(parent[last])
        elif how < 0.3:
            parent[last] = "deep"
            return json.dumps(values).replace('"deep"', "[" * 5000 + "]" * 5000, 1).encode()
        else:
            parent[last] = random.choice(STRANGE)
    return json.dumps(values).encode()


def tried(function, error):
    """Return what a function returns and no error, or None and the error that may come."""
    try:
        return function(), None
    except error as found:
        return None, found


def broken(data: bytes, random) -> bytes:
    """Return bytes with a flipped bit, a cut, a hole, a repetition or a large number in it."""
    found = bytearray(data)
    place, how = random.randrange(len(found)), random.randrange(6)
    if how < 2:
        found[place] ^= 1 << random.randrange(8)
    elif how == 2:
        del found[place:]
    elif how == 3:
        del found[place : place + random.randrange(1, 9)]
    elif how == 4:
        found[place:place] = found[place : place + random.randrange(1, 99)]
    else:
        found[place : place + 4] = random.choice([b"\xff" * 4, b"\0" * 4, b"9999", b"\x7f" * 4])
    return bytes(found)


RELIABLE = Reliability(0.1, (ConfidenceBin(0.7, 0.6, 18),))
CURVE = PrecisionRecallCurve(0.9, precision=(0.5, 1.0), recall=(1.0, 0.5), threshold=(0.1, 0.9))
CARD = ModelCard(
    architecture="compact",
    spec=PatchSpec(8, 4, (1, 3), 0.9),
    classes=CLASSES,
    scaling=Scaling((1.5, 2.0), (3.0, 4.0)),
    image=image_metadata(2, nodata=["nan", None]),
    training=training(
        history={
            "loss": [0.5, 0.4],
            "validation_loss": [0.5, 0.4],
            "validation_macro_f1": [0.5, 0.6],
            "validation_accuracy": [0.5, 0.6],
            "seconds": [1.0, 1.0],
            "kept_epoch": 2,
        },
        class_groups={split: dict.fromkeys(CLASSES.names, 3) for split in ("train", "valid")},
        sources=[{"name": "a.tif", "hash": "00"}],
        pixel_range={
            "low": [0.0, 0.0],
            "high": [9.0, 9.0],
            "mean": [5.0, 5.0],
            "std": [1.0, 0.0],
            "quantiles": [[0.0, 5.0, 9.0]] * 2,
        },
        patch_hectares=0.1,
        baseline={"name": "forest", "macro_f1": 0.5, "f1": dict.fromkeys(CLASSES.names, 0.5)},
        labelled_pixels={"flat": 9},
        refit={"patches": 9, "epochs": 2},
    ),
    scores=scored(
        [[5, 1, 0], [1, 6, 0], [0, 0, 5]],
        split="valid",
        calibration=RELIABLE,
        interest=Interest(9, "stripes", curve=CURVE),
    ),
    versions={"keras": "3"},
    calibration=Calibration(1.5, "patches", RELIABLE),
)
ADOPTED = {
    **CARD.to_json(),
    "architecture": "own",
    "training": {
        "adopted": {
            "file": "a.keras",
            "network": "a",
            "scaling": "unit",
            "outputs": [9, 3, 7],
            "changes": ["a softmax"],
            "dataset": "patches",
        },
        "history": {},
        "parameters": 9,
        "date": "2026-01-31",
    },
}


def looked_at(path):
    """Read a card and do with it what pages, maps and trainings do."""
    card = read_card(path)
    caveats_of(card)
    image_rows(card)
    training_rows(card.training)
    summarize(card.scores)
    _class_rows(card)
    _purpose(card)
    card.scaling.apply(np.ones((1, 8, 8, len(card.spec.bands)), np.float32))
    json.dumps(card.to_json()).encode()
    return card


@pytest.mark.parametrize("card", [CARD.to_json(), ADOPTED], ids=["ours", "adopted"])
def test_a_card_with_other_fields_is_refused_or_of_use(tmp_path, card):
    seeded, path, refused = random.Random(1), tmp_path / "m.keras", 0
    for number in range(801):
        text = changed(card, seeded) if number else json.dumps(card).encode()
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(CARD_MEMBER, text)
        _, error = tried(lambda: looked_at(path), ModelFileError)
        assert number or not error, error  # the first is whole
        if error:
            refused += 1
            assert str(path) in str(error)
            assert len(str(error)) < 600
    assert refused > 400


FOREST = Forest(
    roots=np.array([0, 3], np.int32),
    left=np.array([1, 1, 2, 4, 4, 5], np.int32),
    right=np.array([2, 1, 2, 5, 4, 5], np.int32),
    feature=np.array([0, 0, 0, 3, 0, 0], np.int32),
    threshold=np.array([0.5, 0, 0, -2.5, 0, 0]),
    share=np.array([[0, 0, 0], [1, 0, 0], [0, 0.5, 0.5], [0, 0, 0], [0, 1, 0], [0, 0, 1]]),
)


def test_a_model_file_with_other_bytes_is_refused_or_the_same(tmp_path):
    seeded, path, refused = random.Random(2), tmp_path / "m.keras", 0
    FOREST.save(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(CARD_MEMBER, json.dumps(CARD.to_json()))
    whole = path.read_bytes()
    for number in range(1201):
        path.write_bytes(broken(whole, seeded) if number else whole)
        card, error = tried(lambda: looked_at(path), ModelFileError)
        found = None
        if not error:
            assert card.spec == CARD.spec
            found, error = tried(lambda: Forest.load(path, 8, 2, 3), ModelFileError)
        assert number or not error, error
        refused += error is not None
        assert found is None or (found.share == FOREST.share).all()
    assert refused > 300


def test_a_forest_with_other_arrays_is_refused_or_walks(tmp_path):
    seeded, path, refused = np.random.default_rng(3), tmp_path / "m.keras", 0
    for _ in range(400):
        arrays = {name: value.copy() for name, value in asdict(FOREST).items()}
        name = seeded.choice(list(arrays))
        how = seeded.integers(4)
        if how == 0:
            arrays[name] = arrays[name].astype(seeded.choice(["u1", "f4", "S3", "i8", "c16"]))
        elif how == 1:
            arrays[name] = arrays[name][: seeded.integers(len(arrays[name]))]
        elif how == 2:
            del arrays[name]
        else:
            place = seeded.integers(arrays[name].size)
            whole = arrays[name].dtype.kind == "i"
            odd = [-1, 0, 7, 2**31 - 1] if whole else [-1, 0.25, np.nan, np.inf, -0.25, 1e9]
            arrays[name].flat[place] = seeded.choice(odd)
        buffer = io.BytesIO()
        np.savez_compressed(buffer, **arrays)
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(forests.MEMBER, buffer.getvalue())
        found, error = tried(lambda: Forest.load(path, 8, 2, 3), ModelFileError)
        refused += error is not None
        if found is not None:
            shares = found.shares(np.ones((2, feature_count(8, 2)), np.float32))
            np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert refused > 250


@pytest.mark.parametrize("name", ["dataset.json", "patches.npy", "labels.npy", "masks.npy"])
def test_a_dataset_with_other_bytes_is_refused_or_of_use(tmp_path, name):
    seeded, folder, refused = random.Random(name), tmp_path / "d", 0
    x = np.arange(6 * 3 * 3 * 2, dtype=np.uint8).reshape(6, 3, 3, 2)
    write_dataset(folder, x, records([3, 7, 9] * 2, np.arange(6), [0, 1, 2] * 2))
    told = json.loads((folder / "dataset.json").read_text())
    source = {"path": "a.tif", "width": 99, "height": 99, "transform": [0, 1, 0, 0, 0, -1]}
    told = {**told, "pixel_labels": True, "sources": [{**source, "crs": "", "sha256": "00"}]}
    (folder / "dataset.json").write_text(json.dumps(told))
    np.save(folder / "masks.npy", np.zeros((6, 3, 3), np.uint8))
    whole = (folder / name).read_bytes()
    for number in range(601):
        if not number:
            data = whole
        elif name == "dataset.json" and number % 2:
            data = changed(told, seeded)
        elif name != "dataset.json" and number % 2:
            data = broken(whole[:128], seeded) + whole[128:]
        else:
            data = broken(whole, seeded)
        (folder / name).write_bytes(data)
        found, error = tried(lambda: PatchDataset.open(folder), DatasetError)
        assert number or not error, error
        if error:
            refused += 1
            assert str(folder) in str(error)
            continue
        assert found.x.sum() >= 0
        assert set(found.y.tolist()) <= set(found.classes.codes)
        assert all(found.description.groups[group] is not None for group in found.group)
        [found.select(split) for split in ("train", "valid", "test")]
        json.dumps(write(found.description)).encode()
    assert refused > 150
    shutil.rmtree(folder)


ANSWERS = [
    {"advance": 0.5},
    {"message": "Été"},
    {"error": {"class": "DatasetError", "message": "none", "fields": {"size": 3}}},
    {"fault": {"exception": "KeyError: 1", "traceback": "at the end"}},
    {"result": {"probabilities": np.arange(6.0).reshape(2, 3), "side": 1, "more": [{"a": None}]}},
    {"result": asdict(Settings())},
]


@pytest.mark.parametrize("answer", ANSWERS, ids=[next(iter(a)) for a in ANSWERS])
@pytest.mark.parametrize("mode", [None, "r"], ids=["read", "mapped"])
def test_a_frame_of_other_bytes_is_refused_or_an_answer(tmp_path, answer, mode):
    seeded, refused = random.Random(4), 0
    body = frames.encode(answer, tmp_path)
    kept = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for number in range(250):
        data = body
        if number % 3 == 1:
            data = broken(body, seeded)
        elif number % 3 == 2:
            data = changed(json.loads(body), seeded)
        for path, whole in kept.items():
            path.write_bytes(broken(whole, seeded) if number % 5 == 4 else whole)
        said, error = tried(lambda: parsed(frames.decode(data, tmp_path, mode)), WorkerError)  # noqa: B023
        assert number or not error, error
        refused += error is not None
        assert error or said[0] != "error" or isinstance(error_of(said[1]), PoplarError)
        del said
    assert refused > 30


@pytest.mark.parametrize("name", ["../secret.npy", "/etc/passwd", "a/b.npy", "é.npy", "", "."])
def test_a_frame_reads_arrays_of_its_own_folder_only(tmp_path, name):
    np.save(tmp_path / "secret.npy", np.arange(3))
    (tmp_path / "arrays").mkdir()

    with pytest.raises(WorkerError, match="no name of an array"):
        frames.decode(json.dumps({"result": {"npy file": name}}).encode(), tmp_path / "arrays")


def bomb(path, name, size, method=zipfile.ZIP_DEFLATED):
    """Write a member of very many zeros or blanks, which pack to next to nothing."""
    with zipfile.ZipFile(path, "w", method, compresslevel=1) as archive:
        if name != CARD_MEMBER:
            archive.writestr(CARD_MEMBER, json.dumps(CARD.to_json()))
        with archive.open(name, "w", force_zip64=True) as member:
            for _ in range(size >> 20):
                member.write(b" " * 2**20)
    return path


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2], ids=["deflated", "bzip2"]
)
def test_a_card_that_unpacks_to_very_much_is_refused_unread(tmp_path, method):
    path = bomb(tmp_path / "m.keras", CARD_MEMBER, 2**28, method)
    assert path.stat().st_size < 2**21

    with pytest.raises(ModelFileError, match=r"unpacks to|packed in another way") as caught:
        read_card(path)

    assert str(path) in str(caught.value)


def test_a_card_larger_than_the_archive_says_is_refused(tmp_path):
    path = bomb(tmp_path / "m.keras", CARD_MEMBER, 2**28)
    # The size in the archive's list and before the member, as a forger writes them.
    true = (2**28).to_bytes(8, "little")
    data = path.read_bytes().replace(true, (1000).to_bytes(8, "little"))
    path.write_bytes(data.replace(true[:4], (1000).to_bytes(4, "little")))

    with pytest.raises(ModelFileError):
        read_card(path)


def test_a_forest_that_unpacks_to_very_much_is_refused_before_it_is(tmp_path):
    path, packed = tmp_path / "m.keras", io.BytesIO()
    zeros = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        zeros, {"descr": "<i4", "fortran_order": False, "shape": (2**31,)}
    )
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as arrays:
        for name in ("left", "right", "feature", "roots", "threshold", "share"):
            with arrays.open(f"{name}.npy", "w", force_zip64=True) as member:
                member.write(zeros.getvalue() + bytes(2**20))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(forests.MEMBER, packed.getvalue())

    with pytest.raises(ModelFileError, match="should hold"):
        Forest.load(path, 8, 2, 3)


@pytest.mark.parametrize(
    ("shape", "sentence"),
    [("(2,)", None), ("(3,)", "should hold"), ("(2, 2)", "expected shape"), ("(-2,)", "header")],
)
def test_an_array_is_no_longer_than_its_file(shape, sentence):
    header = f"{{'descr': '<u2', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    data = b"\x93NUMPY\1\0" + len(header).to_bytes(2, "little") + header + b"\1\0\2\0"

    found, error = tried(lambda: read_array(io.BytesIO(data), 100, "u2", (None,)), NpyError)

    assert error is None if sentence is None else sentence in str(error)
    assert sentence or found.tolist() == [1, 2]
