"""The next batch made ready in a thread while the network learns from the last one."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

__all__ = ["prefetch"]

_END = object()


@contextmanager
def prefetch(items: Iterator) -> Iterator[Iterator]:
    """Yield what an iterator yields, in its order, each item made ready before it is needed.

    Reading, scaling and augmenting patches takes one core a part of the time that the network takes
    all of them, and NumPy and TensorFlow let go of the interpreter meanwhile. Only one thread draws
    from `items`, so what it yields stays the same; it has ended when the block ends.

    Parameters
    ----------
    items : iterator

    Raises
    ------
    Exception
        What `items` raises, where its item would have come.
    """
    with ThreadPoolExecutor(1, "next batch") as pool:

        def drawn() -> Iterator:
            coming = pool.submit(next, items, _END)
            while (item := coming.result()) is not _END:
                coming = pool.submit(next, items, _END)
                yield item

        yield drawn()
