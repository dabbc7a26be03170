import numpy as np
import pytest

from poplar_nn_plugin.engine import Block, LegendEntry, OutputSpec, Step, Window
from poplar_nn_plugin.engine.blocks.settle import settle
from poplar_nn_plugin.errors import ParameterError, StepOutputError


def column(*values, dtype="float64"):
    return np.array(values, dtype)[:, None, None]


def kept(array):
    return np.ones(array.shape[:2], bool)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_integers_round_halves_to_even_and_stop_at_their_range(dtype):
    values = column(-3, 0.5, 1.5, 2.4, 300, np.inf, -np.inf, dtype=dtype)

    result = settle(values, OutputSpec(1, "uint8", None), kept(values))

    assert result[:, 0, 0].tolist() == [0, 0, 2, 2, 255, 255, 0]


@pytest.mark.parametrize(
    ("value", "dtype", "expected"),
    [
        (np.float32(1e20), "int32", 2**31 - 1),
        (np.float32(-1e20), "int32", -(2**31)),
        (np.float32(1e20), "uint32", 2**32 - 1),
        (np.int64(-5), "uint16", 0),
        (np.uint64(2**40), "int16", 2**15 - 1),
        (np.uint16(40000), "int16", 2**15 - 1),
        (np.True_, "uint8", 1),
        (np.int16(-7), "float32", -7),
    ],
    ids=repr,
)
def test_values_beyond_a_range_stop_at_its_end(value, dtype, expected):
    result = settle(np.array([[[value]]]), OutputSpec(1, dtype, None), np.ones((1, 1), bool))

    assert (dtype, expected) == (result.dtype.name, result[0, 0, 0])


def test_nan_becomes_nodata_in_an_integer_output():
    values = column(1, np.nan)

    assert settle(values, OutputSpec(1, "uint8", 9), kept(values))[:, 0, 0].tolist() == [1, 9]


def test_nan_without_nodata_is_refused_in_an_integer_output():
    values = column(1, np.nan)

    with pytest.raises(StepOutputError, match="NaN cannot be written as uint8"):
        settle(values, OutputSpec(1, "uint8", None), kept(values))


def test_nan_that_is_not_kept_needs_no_nodata():
    values = column(1, np.nan)

    result = settle(values, OutputSpec(1, "uint8", None), np.array([[True], [False]]))

    assert result[:, 0, 0].tolist() == [1, 0]


def test_complex_values_are_refused():
    with pytest.raises(StepOutputError, match="complex128"):
        settle(column(1j, dtype=complex), OutputSpec(1, "float32", None), np.ones((1, 1), bool))


def test_what_is_settled_is_never_the_steps_own_array():
    values = column(1, 2, dtype="uint8")

    result = settle(values, OutputSpec(1, "uint8", None), kept(values))

    assert not np.shares_memory(values, result)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"bands": 1, "dtype": "complex64", "nodata": None}, "type complex64"),
        ({"bands": 0, "dtype": "uint8", "nodata": None}, "at least one band"),
        ({"bands": 1, "dtype": "uint8", "nodata": -9999}, "-9999 does not fit into uint8"),
        ({"bands": 1, "dtype": "uint8", "nodata": float("nan")}, "nan does not fit"),
        ({"bands": 1, "dtype": "int16", "nodata": 0.5}, "0.5 does not fit"),
        ({"bands": 2, "dtype": "uint8", "nodata": 0, "band_names": ("a",)}, "2 bands have 1 names"),
        (
            {
                "bands": 2,
                "dtype": "uint8",
                "nodata": 0,
                "legend": (LegendEntry(1, "a", "#000000"),),
            },
            "one band of uint8 or uint16",
        ),
        (
            {
                "bands": 1,
                "dtype": "uint8",
                "nodata": 0,
                "legend": (LegendEntry(300, "a", "#000000"),),
            },
            "300",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_outputs_that_cannot_be_are_refused(spec, words):
    with pytest.raises(ParameterError, match=words):
        OutputSpec(**spec)


def test_a_step_must_return_the_shape_of_its_block():
    block = Block((np.zeros((5, 5, 1)),), np.ones((5, 5), bool), Window(0, 0, 3, 3), 1)
    step = Step("crop", lambda block: block.data[1:-1, 1:-1], OutputSpec(1, "uint8", 0), halo=1)

    with pytest.raises(StepOutputError, match=r"crop returned .*\(3, 3, 1\).*\(5, 5, 1\)"):
        step.run(block, np.ones((3, 3), bool))


def test_trimming_a_block_keeps_its_window():
    array = np.arange(49).reshape(7, 7, 1)
    block = Block((array,), np.ones((7, 7), bool), Window(4, 4, 1, 1), 3)

    trimmed = block.trim(1)

    assert (Window(4, 4, 1, 1), 1, (3, 3)) == (trimmed.window, trimmed.halo, trimmed.valid.shape)
    assert array[2:5, 2:5].tolist() == trimmed.data.tolist()
