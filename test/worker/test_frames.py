"""Frames and arrays cross unharmed, and what is no frame is told."""

import os
import resource
from io import FileIO
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from poplar_nn_plugin.errors import OutputError, WorkerError
from poplar_nn_plugin.worker import frames


@pytest.fixture
def pipe():
    ends = os.pipe()
    with FileIO(ends[0]) as reading, FileIO(ends[1], "w") as writing:
        yield reading, writing


@pytest.mark.parametrize("size", [0, 1, 3, 70_000, 3_000_000])
def test_a_frame_crosses_whole_even_if_the_pipe_is_smaller(pipe, size):
    reading, writing = pipe
    body = os.urandom(size)
    sender = Thread(target=frames.send, args=(writing, body))
    sender.start()

    assert frames.receive(reading) == body
    sender.join()


def test_frames_come_in_order_and_then_the_end(pipe):
    reading, writing = pipe
    for body in (b"one", b"", b"three"):
        frames.send(writing, body)
    writing.close()

    assert [frames.receive(reading) for _ in range(4)] == [b"one", b"", b"three", None]


@pytest.mark.parametrize("part", [b"\0\0", b"\0\0\0\5", b"\0\0\0\5abc"])
def test_a_frame_cut_short_is_the_end(pipe, part):
    reading, writing = pipe
    writing.write(part)
    writing.close()

    assert frames.receive(reading) is None


def test_stray_text_is_no_frame(pipe):
    reading, writing = pipe
    writing.write(b"Welcome to Python\n")

    with pytest.raises(WorkerError, match=r"b'Welc'"):
        frames.receive(reading)


def test_a_body_too_long_is_refused_before_anything_is_written(pipe):
    reading, writing = pipe
    with pytest.raises(WorkerError, match="as arrays or files"):
        frames.send(writing, bytes(64 * 2**20 + 1))
    frames.send(writing, b"next")

    assert frames.receive(reading) == b"next"


@pytest.mark.parametrize("mode", [None, "r"], ids=["read", "mapped"])
def test_arrays_at_any_depth_come_back(tmp_path, mode):
    values = {"a": np.arange(3), "b": {"c": [np.eye(2), 5]}, "d": None, "é": "ü"}
    back = frames.decode(frames.encode(values, tmp_path), tmp_path, mode)

    np.testing.assert_array_equal(back["a"], [0, 1, 2])
    np.testing.assert_array_equal(back["b"]["c"][0], [[1, 0], [0, 1]])
    assert (back["b"]["c"][1], back["d"], back["é"]) == (5, None, "ü")
    assert isinstance(back["a"], np.memmap) == (mode == "r")


def test_numpy_scalars_become_numbers_and_paths_absolute_text(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    values = {"a": np.float32(0.5), "b": np.int64(7), "c": np.bool_(True), "d": Path("x/../y é")}

    assert frames.decode(frames.encode(values, tmp_path), tmp_path) == {
        "a": 0.5,
        "b": 7,
        "c": True,
        "d": str(tmp_path / "y é"),
    }


def test_a_read_array_does_not_need_its_file_any_more(tmp_path):
    body = frames.encode({"a": np.arange(4)}, tmp_path)
    back = frames.decode(body, tmp_path)
    for path in tmp_path.iterdir():
        path.unlink()
    back["a"] += 1

    np.testing.assert_array_equal(back["a"], [1, 2, 3, 4])


@pytest.mark.parametrize("value", [{1, 2}, object(), 1j, b"bytes"], ids=lambda v: type(v).__name__)
def test_a_type_that_cannot_cross_is_named(tmp_path, value):
    with pytest.raises(TypeError, match=type(value).__name__):
        frames.encode({"value": value}, tmp_path)


def test_arrays_of_objects_are_never_pickled(tmp_path):
    with pytest.raises(ValueError, match="allow_pickle=False"):
        frames.encode({"value": np.array([[1], [2, 3]], dtype=object)}, tmp_path)


def test_a_masked_array_does_not_lose_its_mask_in_silence(tmp_path):
    with pytest.raises(TypeError, match="MaskedArray"):
        frames.encode({"value": np.ma.masked_equal([1, 2], 2)}, tmp_path)


@pytest.fixture
def little_room():
    """Let no file of this process grow beyond 100 kB, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_folder_without_room_says_what_to_do(tmp_path, little_room):
    with pytest.raises(OutputError, match=r"8000000 bytes .*TMPDIR") as caught:
        frames.encode({"value": np.zeros(1_000_000)}, tmp_path)

    assert str(tmp_path) in str(caught.value)
