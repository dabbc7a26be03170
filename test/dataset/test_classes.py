import pytest

from poplar_nn_plugin.dataset.classes import ClassMap, tidy_name
from poplar_nn_plugin.errors import LabelError


@pytest.mark.parametrize(
    "name", ["pop\x00lar", "a\tb", "two\nlines", "\x1b[1m", "half \ud800", "\uffff"]
)
def test_a_name_that_no_file_of_styles_can_hold_is_refused(name):
    with pytest.raises(LabelError, match="control character") as caught:
        ClassMap((1,), (name,), ("#000000",))

    str(caught.value).encode()


@pytest.mark.parametrize("name", ["chêne & <hêtre>", "林", "a\u00a0b", "ف\u200c\u0627", "🌳", ""])
def test_other_names_are_names(name):
    assert ClassMap((1,), (name,), ("#000000",)).names == (name,)


@pytest.mark.parametrize("colour", ["", "green", "#12345", "#1234567", "#12345g"])
def test_a_colour_that_is_none_is_refused(colour):
    with pytest.raises(LabelError, match="#rrggbb"):
        ClassMap((1,), ("poplar",), (colour,))


def test_what_is_pasted_becomes_a_name():
    assert tidy_name("  pop\x00lar\tand\nvine ") == "pop lar and vine"
