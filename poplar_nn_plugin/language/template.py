"""A sentence with holes, and its translation.

A hole ``{name}`` stands for a text, ``{name:.2f}`` for a number. Translations name the same
holes, in any order; ``{name|area|areas}`` chooses by the number that stands in the hole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from poplar_nn_plugin.language.numbers import NUMBER, is_plural, number

__all__ = ["WORDS", "Template", "weight"]

WORDS = re.compile(r"[^\W\d_]{2,}")
"""The words of a text."""


_HOLE = re.compile(r"\{\{|\}\}|\{(\w+)(?::([^{}|]*))?((?:\|[^{}|]*)*)\}")
_NUMBER = re.compile(NUMBER)
_COUNTS = {"patches", "groups"}  # holes that hold a number as it is
_STEPS = 200  # places at which the holes of one template may begin and end
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{2,}(?![^\W_])")
# What a user named or typed, or a program reads: it stays as it is.
_NAMES = re.compile(
    r"(^|_)(name|names|namesakes|path|file|files|folder|field|fields|key|value|values|layer|class|"
    r"label|code|codes|dtype|script|function|dataset|python|version|id|ids|text|strange|lock|"
    r"shape|model|image|address|program|platform|device|extent|bounds|theirs|crs|getname|wkt|"
    r"traceback|endings|ending|options|splits|group|interest|endpoint|bands|target|"
    r"parent|subject|formats|band|architecture|letter|close|base|stage|stages|asked)(_\d+)?$"
)


def weight(text: str) -> float:
    """Return how much of a sentence a text is: its letters, and a little for all else."""
    return sum(map(str.isalpha, text)) + 0.01 * len(text)


@dataclass(frozen=True)
class Template:
    """A sentence with holes.

    Parameters
    ----------
    source, translation : str
    """

    source: str
    translation: str

    @cached_property
    def weight(self) -> float:
        """How much of a sentence it is: letters besides its holes, and a little for the rest."""
        return weight("".join(self._literals))

    @cached_property
    def words(self) -> set[str]:
        """The whole words that each sentence of it has."""
        return set(_WORD.findall(_HOLE.sub("0", self.source)))  # a hole may continue a word

    def matches(self, text: str) -> Iterator[dict[str, str]]:
        """Yield what may stand in the holes of a sentence; nothing if it is not of this form."""
        first, *others = self._literals
        if not text.startswith(first) or not text.endswith(self._literals[-1]):
            return
        start = 0
        for literal in self._literals:  # quick, and most texts end here
            start = text.find(literal, start)
            if start < 0:
                return
            start += len(literal)
        names = list(zip(self._specs, others))
        steps = [_STEPS]
        for values in self._readings(text, len(first), names, steps):
            yield dict(zip(self._specs, values))

    def _readings(self, text, start, names, steps) -> Iterator[tuple[str, ...]]:
        """Yield what stands in the holes from `start` on; `steps` says how long to look."""
        if not names:
            if start == len(text):
                yield ()
            return
        (name, literal), *others = names
        end = text.find(literal, start) if others or literal else len(text)
        if not others and literal:
            end = len(text) - len(literal)
        while start <= end and steps[0] > 0:
            steps[0] -= 1
            inside = text[start:end]
            if not (self._specs[name] or name in _COUNTS) or _NUMBER.fullmatch(inside):
                for rest in self._readings(text, end + len(literal), others, steps):
                    yield (inside, *rest)
            if not others:
                return
            end = text.find(literal, end + 1)
            if end < 0:
                return

    def is_number(self, name: str) -> bool:
        """Return whether a hole holds a number that the code formats."""
        return bool(self._specs.get(name))

    def is_name(self, name: str) -> bool:
        """Return whether a hole holds what is the same in every language."""
        return bool(_NAMES.search(name))

    def filled(self, values: Mapping[str, str], said: Callable[[str, str], str]) -> str:
        """Return the translation of a sentence.

        Parameters
        ----------
        values : mapping of str to str
            What stands in the holes.
        said : callable
            Translates the text of a hole, given its name and that text.
        """

        def fill(found: re.Match) -> str:
            name, _, choices = found.groups()
            if name is None:
                return found[0][0]
            if choices:
                one, many = choices[1:].split("|")
                return many if is_plural(values[name]) else one
            return number(values[name]) if self.is_number(name) else said(name, values[name])

        return _HOLE.sub(fill, self.translation)

    @cached_property
    def _specs(self) -> dict[str, str]:
        return {found[1]: found[2] or "" for found in _HOLE.finditer(self.source) if found[1]}

    @cached_property
    def _literals(self) -> list[str]:
        parts, start = [""], 0
        for found in _HOLE.finditer(self.source):
            parts[-1] += self.source[start : found.start()]
            start = found.end()
            if found[1]:
                parts.append("")
            else:
                parts[-1] += found[0][0]
        parts[-1] += self.source[start:]
        return parts
