"""The words that a page of the tutorial prints in bold or italics: they stand in QGIS's window.

The page of another language prints the same words, translated, in the same order. So a script, or
a test, names a word as the English page does, and looks for the one that its reader reads.
"""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["OF_QGIS", "Words", "bare", "sections", "tutorial"]

ROOT = Path(__file__).resolve().parent.parent
_NAME = re.compile(r"\*\*([^*]+)\*\*|(?<![*\w])\*([^*\s][^*]*)\*(?!\*)")
_PATH = " > "

OF_QGIS = {
    "Plugins": "Extensions",
    "Manage and Install Plugins…": "Installer/Gérer les extensions…",
    "Install from ZIP": "Installer depuis un ZIP",
    "Install Plugin": "Installer le plugin",
    "Yes": "Oui",
    "Processing": "Traitement",
    "Toolbox": "Boîte à outils",
    "Run": "Exécuter",
    "Add Row": "Ajouter une ligne",
    "OK": "OK",
    "Layer": "Couche",
    "Add Layer": "Ajouter une couche",
    "Add WMS/WMTS Layer…": "Ajouter une couche WMS/WMTS",
    "Layer Properties": "Propriétés de la Couche",
    "Transparency": "Transparence",
    "Additional no data value": "Valeur nulle supplémentaire",
}
"""What QGIS and Qt call the parts of their windows that the tutorial names, in both languages."""


def tutorial(language: str) -> Path:
    """Return the tutorial in a language, ``en`` or ``fr``."""
    folder = ROOT / "docs" if language == "en" else ROOT / "docs" / language
    return folder / "tutorial.md"


def bare(text: str) -> str:
    """Return what is read of a text: no key of a menu, no dots or colon behind it, plain spaces."""
    text = re.sub(r"[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", text).replace("&", "")
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").rstrip(" .:…").strip()


def sections(text: str) -> list[list[str]]:
    """Return the words of a page in the order in which they are read, by its headings.

    Words on the way through a menu, ``*Plugins > Install from ZIP*``, are words of their own.
    """
    parts = re.split(r"^## .*$", text, flags=re.MULTILINE)[1:]
    names = [[re.sub(r"\s+", " ", "".join(one)) for one in _NAME.findall(part)] for part in parts]
    return [[word for name in section for word in name.split(_PATH)] for section in names]


class Words:
    """The words of the tutorial, taken one after the other, as a reader does.

    Parameters
    ----------
    language : str
    """

    def __init__(self, language: str):
        pages = [sections(tutorial(one).read_text("utf-8")) for one in ("en", language)]
        self._sections = [list(zip(*section)) for section in zip(*pages)]
        self._left: list[tuple[str, str]] = []

    def begin(self, section: int) -> None:
        """Begin a section, counted from 0; the one before must have been followed to its end.

        Raises
        ------
        ValueError
            If words of it were left out.
        """
        self.end()
        self._left = list(self._sections[section])

    def take(self, *names: str) -> list[str]:
        """Return the next words as the reader reads them.

        Parameters
        ----------
        *names : str
            As the English page has them.

        Raises
        ------
        ValueError
            If the page has another word here.
        """
        return [self._next(name) for name in names]

    def end(self) -> None:
        """Make sure that no word of the section is left.

        Raises
        ------
        ValueError
            If one is.
        """
        if self._left:
            raise ValueError(f"the page also says {', '.join(word for word, _ in self._left)}")

    def _next(self, name: str) -> str:
        if not self._left or self._left[0][0] != name:
            there = self._left[0][0] if self._left else "nothing"
            raise ValueError(f"'{name}' was to be followed, and the page says '{there}' here")
        return self._left.pop(0)[1]
