"""What is kept in memory stays under its cap, and what was used last stays."""

from poplar_nn_plugin.live.held import Held


def test_what_was_not_used_for_longest_goes_first():
    held = Held(30)
    for key in "abc":
        held.keep(key, key.upper(), 10)
    assert held.get("a") == "A"

    held.keep("d", "D", 10)

    assert [held.get(key) for key in "abcd"] == ["A", None, "C", "D"]
    assert held.nbytes == 30


def test_what_comes_in_place_of_another_counts_once():
    held = Held(30)
    held.keep("a", 1, 10)
    held.keep("a", 2, 25)

    assert held.get("a") == 2
    assert held.nbytes == 25


def test_one_thing_is_kept_however_large():
    held = Held(30)
    held.keep("a", 1, 10)
    held.keep("b", 2, 99)

    assert held.get("a") is None
    assert held.get("b") == 2
    held.clear()
    assert held.nbytes == 0
