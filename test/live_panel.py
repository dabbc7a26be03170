"""The live map in the panel, as tests look at it."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.PyQt.QtTest import QTest

__all__ = ["SIDE", "colour_at", "drawn", "ground", "switch", "wait_until"]

SIDE = 100


def wait_until(true):
    """Let QGIS work until something is true."""
    for _ in range(6000):
        if true():
            return
        QTest.qWait(20)
    pytest.fail("it never came true")


def ground() -> np.ndarray:
    """Return an image: left dark and smooth, right bright and rough, with a bright smooth field."""
    drawn = np.random.default_rng(0).normal(60, 4, (SIDE, SIDE, 3))
    drawn[:, 50:] += 90 + np.random.default_rng(1).normal(0, 30, (SIDE, 50, 1))
    drawn[34:58, 60:92] = 235
    return drawn.clip(1, 255).astype(np.uint8)


def colour_at(live, x, y) -> str:
    """Return the colour that the live map shows at a place, in metres."""
    image = live.shown.drawn()
    return image.pixelColor(
        round(x * image.width() / SIDE), round(y * image.height() / SIDE)
    ).name()


def switch(live, on=True):
    """Switch the live map on or off."""
    live._row.switch.setChecked(on)


def drawn(live):
    """Return whether the map is there, and nothing better follows."""
    return live.answer is not None and live.answer.whole and live.shown.drawn() is not None
