"""Learning on two devices of one machine, and on two machines."""

import json
import os
import socket
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
import two_devices
from patch_samples import textured_dataset

from poplar_nn_plugin.model.card import read_card

BUILD = Path(__file__).resolve().parents[3] / "build"


@pytest.fixture(scope="module")
def apart():
    """Return a function that calls another in a process that has two devices."""
    with ProcessPoolExecutor(1, get_context("spawn"), two_devices.start) as process:
        yield lambda function, *arguments: process.submit(function, *arguments).result()


def test_two_devices_learn_what_one_does(apart):
    (one, weights), (both, others) = (
        apart(two_devices.learn, count, 23, 23, two_devices.compact) for count in (1, 2)
    )

    np.testing.assert_allclose(one, both, rtol=1e-4)
    assert max(np.abs(a - b).max() for a, b in zip(weights, others)) < 1e-3
    assert one[-1] < one[0]


def test_two_devices_compute_parts_of_a_batch_too(apart):
    losses, _ = apart(two_devices.learn, 2, 12)

    assert np.isfinite(losses).all()
    assert losses[-1] < losses[0]


@pytest.mark.parametrize(("part", "patches"), [(2, 5), (23, 1)], ids=["uneven", "single"])
def test_fewer_patches_than_devices_are_learned_as_on_one(apart, part, patches):
    (one, _), (both, _) = (apart(two_devices.learn, count, part, patches) for count in (1, 2))

    np.testing.assert_allclose(one, both, rtol=1e-3)


def test_a_model_of_two_devices_is_like_any_other(apart, tmp_path):
    textured_dataset(tmp_path / "textures")

    (result, weights, synchronized), (_, again, _) = (
        apart(two_devices.train, tmp_path, name) for name in ("model", "again")
    )

    assert result["macro_f1"] > 0.5
    assert all(map(np.array_equal, weights, again))
    assert synchronized
    assert not any(synchronized)


SETTINGS = {"epochs": 2, "batch_size": 16, "seed": 1}


def start(folder: Path, machines: list[str], number: int, settings=SETTINGS) -> subprocess.Popen:
    return subprocess.Popen(
        [
            sys.executable,
            *("-m", "poplar_nn_plugin.nn.training.distributed"),
            *(str(folder / "textures"), str(folder / f"model-{number}.keras")),
            *("--machines", *machines, "--this", str(number), "--architecture", "sigma"),
            *("--settings", json.dumps(settings), "--report", str(folder / f"{number}.html")),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(BUILD), "TF_CPP_MIN_LOG_LEVEL": "3"},
    )


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def test_two_machines_train_one_model_and_the_first_writes_it(tmp_path):
    textured_dataset(tmp_path / "textures")
    machines = [f"127.0.0.1:{port}" for port in free_ports(2)]

    running = [start(tmp_path, machines, number) for number in (1, 0)]
    said = {}
    try:
        for number, process in zip((1, 0), running):
            said[number] = process.communicate(timeout=120)
    finally:
        for process in running:
            process.kill()

    assert [process.returncode for process in running] == [0, 0], said
    card = read_card(tmp_path / "model-0.keras")
    assert card.training.device.startswith("2 devices of several machines")
    assert json.loads(said[0][0])["macro_f1"] == card.scores.macro_f1
    losses = [[line for line in said[n][1].splitlines() if "epoch " in line] for n in (0, 1)]
    assert [line.split(",")[0] for line in losses[0]] == [line.split(",")[0] for line in losses[1]]
    assert (tmp_path / "0.html").is_file()
    assert not (tmp_path / "model-1.keras").exists()
    assert not (tmp_path / "1.html").exists()


def test_a_machine_that_is_not_in_the_list_is_refused(tmp_path):
    process = start(tmp_path, ["127.0.0.1:1"], 5)

    _, said = process.communicate(timeout=60)

    assert process.returncode == 2
    assert "--this must be 0 to 0, got 5" in said


@pytest.mark.parametrize("settings", [{"epoch": 3}, [3]], ids=["unknown", "no object"])
def test_settings_that_mean_nothing_are_refused_before_anyone_waits(tmp_path, settings):
    process = start(tmp_path, ["127.0.0.1:1"], 0, settings)

    _, said = process.communicate(timeout=60)

    assert process.returncode == 2
    assert "--settings must be a JSON object with keys of augment, balance" in said
    assert json.dumps(settings) in said
