import threading
import time

import pytest

from poplar_nn_plugin.nn.training.prefetch import prefetch


def test_all_comes_in_order():
    with prefetch(iter(range(50))) as coming:
        assert list(coming) == list(range(50))


def test_one_item_is_made_while_the_last_is_used_and_no_more():
    made = []

    def items():
        for number in range(9):
            made.append(number)
            yield number

    with prefetch(items()) as coming:
        for number in coming:
            deadline = time.monotonic() + 5
            while len(made) < min(number + 2, 9) and time.monotonic() < deadline:
                time.sleep(0.001)
            assert len(made) == min(number + 2, 9)


def test_an_error_comes_where_its_item_would_have_come():
    def items():
        yield 1
        raise ValueError("torn")

    with prefetch(items()) as coming:
        assert next(coming) == 1
        with pytest.raises(ValueError, match="torn"):
            next(coming)


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_no_thread_is_left_when_the_caller_breaks_off(error):
    def break_off():
        with prefetch(iter(range(1000))) as coming:
            next(coming)
            raise error

    with pytest.raises(error):
        break_off()
    assert not [t for t in threading.enumerate() if t.name.startswith("next batch")]


def test_what_is_never_asked_for_is_never_made():
    made = []
    with prefetch(made.append(n) for n in range(3)):
        pass

    assert made == []
