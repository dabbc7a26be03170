"""What is said of the time that a training takes."""

import pytest
from watch import Watch

from poplar_nn_plugin.nn.training.time_left import TimeLeft


class Clock:
    """Steps of so many seconds, after a first one that takes long."""

    def __init__(self, first, seconds):
        self.now, self._first, self._seconds, self._steps = 0.0, first, seconds, 0

    def __call__(self):
        return self.now

    def tick(self):
        self.now += self._seconds if self._steps else self._first
        self._steps += 1


def told(count, seconds, *, epochs=40, steps=30, rounds=1):
    watch, clock = Watch(), Clock(20.0, seconds)
    left = TimeLeft(epochs, steps, rounds, watch, clock)
    for _ in range(count):
        clock.tick()
        left.step()
    return watch.messages


def test_the_first_steps_say_it_once_and_the_slow_first_one_does_not_count():
    assert told(6, 0.5) == []
    assert told(7, 0.5) == told(60, 0.5) == ["This takes about 10 min: 40 epochs of 30 steps."]


def test_quick_steps_say_it_at_the_end_of_the_first_epoch():
    assert told(29, 0.03) == []
    assert told(30, 0.03) == ["This takes about 35 s: 40 epochs of 30 steps."]


def test_the_training_on_all_patches_counts():
    assert told(30, 0.5, rounds=2) == [
        "This takes about 20 min: 40 epochs of 30 steps, and as many again from all patches."
    ]


def test_of_what_takes_no_time_nothing_is_said():
    assert told(60, 0.001) == []
    left = TimeLeft(3, 30, 1, Watch())
    assert [left.after_epoch(0.1, to_come) for to_come in (2, 1, 0)] == [""] * 3


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_an_epoch_of_few_steps_tells_as_well(steps):
    (said,) = told(steps * 2, 5.0, steps=steps)

    assert said.startswith("This takes about")


def test_each_epoch_but_the_first_says_what_is_to_come():
    left = TimeLeft(10, 30, 1, Watch())

    assert left.after_epoch(300.0, 9) == ""
    assert left.after_epoch(30.0, 8) == ", about 4 min to go"
    assert left.after_epoch(10.0, 7) == ", about 2 min to go"
    assert left.after_epoch(0.1, 0) == ""


def test_what_is_to_come_counts_the_training_on_all_patches():
    left = TimeLeft(10, 30, 2, Watch())
    left.after_epoch(300.0, 9)

    assert left.after_epoch(30.0, 8) == ", about 9 min to go"
