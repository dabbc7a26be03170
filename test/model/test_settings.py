import pytest

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.model.settings import Settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("epochs", 0),
        ("batch_size", 0),
        ("patience", -1),
        ("seed", -1),
        ("seed", 2**32),
        ("learning_rate", 0.0),
        ("learning_rate", float("nan")),
        ("balance", "fair"),
        ("augment", "much"),
        ("light", -0.1),
        ("light", 0.6),
        ("label_smoothing", 1.0),
        ("schedule", "steps"),
        ("patience", 40),
    ],
)
def test_a_setting_out_of_range_is_refused_by_name(name, value):
    with pytest.raises(ParameterError, match=name):
        Settings(**{name: value})


def test_the_defaults_are_valid():
    assert Settings().epochs == 40
