"""What is kept in memory as long as there is room: what was not used for longest goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

__all__ = ["Held"]


class Held:
    """Things by their keys, which several threads may share.

    Parameters
    ----------
    most : int
        Bytes of all together; at least one thing is kept.
    """

    def __init__(self, most: int):
        self.most, self._bytes = most, 0
        self._all: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def nbytes(self) -> int:
        """Bytes of all that is kept."""
        return self._bytes

    def get(self, key: Hashable) -> Any:
        """Return what is kept, None where there is nothing."""
        with self._lock:
            if key not in self._all:
                return None
            self._all.move_to_end(key)
            return self._all[key][0]

    def keep(self, key: Hashable, thing: Any, nbytes: int) -> None:
        """Keep a thing of so many bytes, in place of the one of the same key."""
        with self._lock:
            self._bytes += nbytes - self._all.pop(key, (None, 0))[1]
            self._all[key] = thing, nbytes
            while self._bytes > self.most and len(self._all) > 1:
                _, (_, gone) = self._all.popitem(last=False)
                self._bytes -= gone

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._all.clear()
            self._bytes = 0
