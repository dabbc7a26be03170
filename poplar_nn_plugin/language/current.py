"""The language that this process speaks: English until it is told another one."""

from __future__ import annotations

from functools import cache, lru_cache

from poplar_nn_plugin.bundled import RESOURCES
from poplar_nn_plugin.language.catalogue import Catalogue
from poplar_nn_plugin.language.numbers import numbers
from poplar_nn_plugin.language.reading import Reading

__all__ = ["catalogue", "figure", "language", "say", "speak"]

_FOLDER = RESOURCES / "i18n"
_REMEMBERED = 2000  # texts
_spoken = [""]


def speak(locale: str) -> None:
    """Speak another language from here on; English, where the plugin does not know it.

    Parameters
    ----------
    locale : str
        As QGIS has it: ``fr``, ``fr_FR``; empty for English.
    """
    name = locale.partition("_")[0]
    _spoken[0] = name if name.isalpha() and _file_of(name).is_file() else ""


def language() -> str:
    """Return the language that is spoken, empty for English."""
    return _spoken[0]


def say(text: str) -> str:
    """Return an English text in the language that is spoken; what it has no words for stays."""
    return _said(_spoken[0], text) if _spoken[0] else text


def figure(text: str) -> str:
    """Return a number as the language that is spoken writes it; words and names stay."""
    return numbers(text) if _spoken[0] else text


def catalogue() -> Catalogue | None:
    """Return the catalogue of the language that is spoken, None for English."""
    return _read(_spoken[0]) if _spoken[0] else None


@lru_cache(maxsize=_REMEMBERED)
def _said(name: str, text: str) -> str:
    return Reading(_read(name)).said(text).text


@cache
def _read(name: str) -> Catalogue:
    return Catalogue.read(_file_of(name))


def _file_of(name: str):
    return _FOLDER / f"messages_{name}.json"
