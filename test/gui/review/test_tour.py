"""The way through a list of mistakes."""

from poplar_nn_plugin.gui.review.mistakes import Mistake
from poplar_nn_plugin.gui.review.tour import Tour

ONE, TWO, THREE, OTHER = (Mistake(fid, "a", "b", 0.9, 0.1, "g") for fid in range(4))


def test_it_goes_on_and_back_and_stops_at_the_ends():
    tour = Tour([ONE, TWO, THREE], start=1)

    assert (tour.current, tour.position, tour.ended) == (TWO, 1, False)
    assert tour.step(1)
    assert (tour.current, tour.ended) == (THREE, True)
    assert not tour.step(1)
    assert tour.current is THREE
    assert tour.step(-2)
    assert not tour.step(-1)
    assert tour.current is ONE


def test_from_beside_the_list_a_step_comes_back_to_where_it_was():
    tour = Tour([ONE, TWO], start=1)

    tour.visit(OTHER)

    assert (tour.current, tour.position, tour.ended) == (OTHER, None, True)
    assert tour.step(1)
    assert (tour.current, tour.position) == (TWO, 1)
    tour.visit(ONE)
    assert tour.position == 0


def test_an_empty_one_goes_nowhere():
    tour = Tour()

    assert not tour.step(1)
    assert (tour.current, tour.position, tour.ended) == (None, None, True)
    tour.visit(OTHER)
    assert not tour.step(1)
    assert tour.current is OTHER
