"""What a caller of `scan` declares, beside what its function takes."""

from __future__ import annotations

import tracemalloc
from types import ModuleType

from poplar_nn_plugin.engine import Window, scan
from poplar_nn_plugin.engine.cost import READING, pixel_bytes
from poplar_nn_plugin.progress import Silent

_SLACK = 2**15  # bytes: objects of Python, whatever the size of the window


class Declared:
    """Stands for `scan` in a module, and measures the function on each window by itself.

    Parameters
    ----------
    monkeypatch : pytest.MonkeyPatch
    module : module
        Whose `scan` it replaces.
    """

    def __init__(self, monkeypatch, module: ModuleType):
        self.shares: list[float] = []
        monkeypatch.setattr(module, "scan", self)

    def __call__(self, sources, windows, func, *, scratch=2, need=None, progress=None, **options):
        """Note of each window which share of what is declared its function takes."""

        def measured(task):
            tracemalloc.start()
            try:
                result = func(task)
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
            window: Window = getattr(task, "window", task)
            pixel = 16 + sum(
                pixel_bytes(source) + READING + scratch * (pixel_bytes(source) + 1)
                for source in sources
            )
            declared = need(task) if need else window.width * window.height * pixel
            self.shares.append((peak - _SLACK) / declared)
            return result

        options.update(scratch=scratch, need=need, progress=progress or Silent(), n_jobs=1)
        return scan(sources, windows, measured, **options)

    def check(self) -> None:
        """Raise unless something was measured and each took at most what was declared."""
        assert self.shares
        assert max(self.shares) <= 1, self.shares
