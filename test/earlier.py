"""The files of an earlier version, for tests of either Python."""

from __future__ import annotations

import zipfile
from pathlib import Path

EARLIER = Path(__file__).resolve().parent / "fixtures" / "earlier"
FOREST, PATCHES = EARLIER / "forest.keras", EARLIER / "patches"
CARDS = ("network", "chosen_epoch", "dense_unmeasured", "adopted")


def card_text(name: str) -> str:
    """Return the card of a model as the earlier version wrote it."""
    if name == "forest":
        with zipfile.ZipFile(FOREST) as archive:
            return archive.read("poplar_nn/card.json").decode()
    return (EARLIER / f"{name}.card.json").read_text(encoding="utf-8")


def model_with_card(folder: Path, name: str) -> Path:
    """Return a model file with that card, and nothing else in it."""
    path = folder / f"{name}.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("poplar_nn/card.json", card_text(name))
    return path
