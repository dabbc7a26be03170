"""A stage of a work passes on what it is told."""

import pytest

from poplar_nn_plugin.progress import Hushed, Silent, Slice, Still, duration


class Kept(Silent):
    def __init__(self):
        self.told = []

    def advance(self, fraction):
        self.told.append(fraction)

    def message(self, text):
        self.told.append(("message", text))

    def warn(self, text):
        self.told.append(("warning", text))


@pytest.mark.parametrize(
    ("stage", "moved"),
    [(lambda whole: Slice(whole, 0.5, 0.7), [0.6]), (Still, [])],
    ids=["slice", "still"],
)
def test_a_stage_passes_messages_and_warnings_on_as_what_they_are(stage, moved):
    whole = Kept()
    part = stage(whole)
    part.advance(0.5)
    part.message("Warning: is a word here")
    part.warn("careful")

    assert whole.told == [
        *map(pytest.approx, moved),
        ("message", "Warning: is a word here"),
        ("warning", "careful"),
    ]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1, "5 s"), (33, "35 s"), (58, "1 min"), (250, "4 min"), (3500, "58 min"), (3600, "1 h")],
)
def test_times_promise_no_more_than_is_known(seconds, said):
    assert duration(seconds) == f"about {said}"


def test_hours_come_with_minutes():
    assert duration(3600 * 2 + 1250) == "about 2 h 20 min"


def test_a_hushed_stage_says_nothing_and_hears_cancel():
    whole = Kept()
    whole.cancelled = lambda: True
    part = Hushed(whole)
    part.advance(0.5)
    part.message("said")
    part.warn("careful")

    assert whole.told == []
    assert part.cancelled()
