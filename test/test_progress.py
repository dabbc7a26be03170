"""A stage of a work passes on what it is told."""

import pytest

from poplar_nn_plugin.progress import Silent, Slice, Still


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
