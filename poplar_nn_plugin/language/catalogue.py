"""The templates of a language, and those that a text may be made of."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from poplar_nn_plugin.language.template import WORDS, Template

__all__ = ["Catalogue"]


class Catalogue:
    """The templates of a language.

    Parameters
    ----------
    texts : mapping of str to str
        English template to translation.
    """

    def __init__(self, texts: Mapping[str, str]):
        bare = {source.strip(): text.strip() for source, text in texts.items()}
        self.exact = {source: text for source, text in bare.items() if "{" not in source}
        self._templates = {
            source: Template(source, text) for source, text in bare.items() if "{" in source
        }
        common = Counter(word for one in self._templates.values() for word in one.words)
        self._by_word: dict[str, list[Template]] = {}
        for one in self._templates.values():
            rarest = min(sorted(one.words), key=common.__getitem__, default="")
            self._by_word.setdefault(rarest, []).append(one)
        # What is said behind a sentence, within it.
        self.tails = [
            Template(source.strip(), text.strip())
            for source, text in texts.items()
            if source[0] in ",;" or (source[0] == " " and "{" in source)
        ]

    @classmethod
    def read(cls, path: Path) -> Catalogue:
        """Read a catalogue from a JSON file."""
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def near(self, text: str) -> list[Template]:
        """Return the templates that a text may be made of, those that say most first."""
        words = {"", *WORDS.findall(text)}
        found = [one for word in words for one in self._by_word.get(word, ())]
        return sorted(found, key=lambda one: -one.weight)

    def page_text(self, source: str, values: Mapping[str, str]) -> str:
        """Return the translation of a text of a page, filled in; English if it has none.

        Parameters
        ----------
        source : str
            As the template of the page has it, with holes ``{name}``.
        values : mapping of str to str
            What to fill in, said already.
        """
        template = self._templates.get(source) or Template(source, self.exact.get(source, source))
        return template.filled(values, lambda _, value: value)
