"""Find the templates that a text was made of: of all that fit, those that say most of it.

The core puts its sentences together as it speaks, and knows no language. Here the template that a
sentence was made of is found again, and filled in anew in the other language. What has no
template stays as it is: no word is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from poplar_nn_plugin.language.catalogue import Catalogue
from poplar_nn_plugin.language.numbers import number, numbers
from poplar_nn_plugin.language.template import Template, weight

__all__ = ["Reading", "Said"]

_ENDS = re.compile(r"(?<=[.!?…:;])\s+(?=\S)")  # of a sentence, or of what announces one
_STOPS = re.compile(r"(?<=[.!?…])\s+(?=\S)|\n")
_TAILS = re.compile(r"(?<=[^\s,;.])(?: (?=\()|(?=[,;] )| (?=and \d))")
_DATE = re.compile(r"\d{4}-\d\d-\d\d[\d: ]*")
_COUNT = re.compile(r"(\d[\d,]*) (\S.*)")
_SPACE = "\N{NO-BREAK SPACE}"
# What joins the parts of a list, the widest first, and how the other language joins them.
_JOINTS = (
    ("; ", f"{_SPACE}; "),
    (": ", f"{_SPACE}: "),
    (", ", ", "),
    (" and ", " et "),
    (" or ", " ou "),
)
_SMALL = 12  # letters of a template that may be in a text of somebody else by chance
_LONG = 1200  # letters of a text that is cut before it is looked at
_AHEAD = 6  # sentences that one template may have
_PARTS = 250  # of a text that are looked at; more are left as they are


@dataclass(frozen=True)
class Said:
    """A text in the other language.

    Parameters
    ----------
    text : str
    found : float
        How much of the English text belongs to templates; see `weight`.
    left : tuple of str
        Parts that have no template, and are no names.
    """

    text: str
    found: float = 0
    left: tuple[str, ...] = ()

    def __add__(self, other: Said) -> Said:
        left = self.left + other.left
        return Said(self.text + other.text, self.found + other.found, left)


class Reading:
    """The reading of one text.

    Parameters
    ----------
    catalogue : Catalogue
    """

    def __init__(self, catalogue: Catalogue):
        self._catalogue = catalogue
        self._known: dict[str, Said] = {}

    def said(self, text: str) -> Said:
        """Return a text, or a part of it, in the other language."""
        if text not in self._known:
            if len(self._known) >= _PARTS:
                return Said(numbers(text), left=_missed(text))
            self._known[text] = Said(text)  # while it is looked at
            self._known[text] = self._found(text)
        return self._known[text]

    def _found(self, text: str) -> Said:
        if not any(map(str.isalpha, text)):
            return Said(numbers(text), found=float(bool(_DATE.fullmatch(text))))
        bare = text.strip()
        if bare != text:
            start, end = text[: text.index(bare)], text[text.index(bare) + len(bare) :]
            return Said(start) + self.said(bare) + Said(end)
        if len(text) > _LONG:
            return self._long(text)
        sure = self._sure(text)
        if sure is not None:
            return sure
        fitting = [*self._joined(text, _JOINTS[:1])]  # of two as good, the first counts
        fitting += [*self._whole(text), *self._in_other_case(text), *self._counted(text)]
        fitting += [*self._sentence_by_sentence(text), *self._line_by_line(text)]
        fitting += [*self._with_a_tail(text)]
        if not fitting:
            fitting = list(self._joined(text, _JOINTS[1:]))
        missed = Said(numbers(text), left=_missed(text))
        return max(fitting, key=lambda one: (round(one.found), -len(one.left)), default=missed)

    def _long(self, text: str) -> Said:
        """Return what a long text is, line by line, and sentence by sentence."""
        whole, start = Said(""), 0
        for end in [*_STOPS.finditer(text), None]:
            part = text[start : end.start() if end else len(text)]
            known = len(part) <= _LONG
            one = Reading(self._catalogue).said(part) if known else Said(part, left=_missed(part))
            whole = whole + one + Said(end[0] if end else "")
            start = end.end() if end else start
        return whole

    def _sure(self, text: str) -> Said | None:
        """Return what it is if one template says most of its longest beginning, and the rest."""
        ends = [(len(text), "", "")]
        ends += [(one.start(), one[0], text[one.end() :]) for one in _ENDS.finditer(text)][::-1]
        for end, gap, tail in ends[-_AHEAD:]:
            one = self._mostly(text[:end])
            if one is not None and not tail:
                return one
            if one is not None and (rest := self.said(tail)).found:
                return one + Said(gap) + rest
        return None

    def _mostly(self, text: str) -> Said | None:
        """Return what it is if one template says most of it."""
        if text in self._catalogue.exact:
            return Said(self._catalogue.exact[text], weight(text))
        for template in self._catalogue.near(text):
            if template.weight < _SMALL:
                break
            readings = [(self._held(template, one), one) for one in template.matches(text)]
            held, values = min(readings, key=lambda one: one[0], default=(template.weight, {}))
            if template.weight > held:
                return self._filled(template, values)
        return None

    def _held(self, template: Template, values: dict[str, str]) -> float:
        """Return how much of a text the holes of a template hold, but for names and numbers."""
        return sum(
            weight(value)
            for name, value in values.items()
            if not (template.is_name(name) or template.is_number(name)) or _is_more(value)
        )

    def _whole(self, text: str) -> Iterator[Said]:
        """Yield what it is if all of it is one template, however little that says."""
        if text in self._catalogue.exact:
            yield Said(self._catalogue.exact[text], weight(text))
            return
        for template in self._catalogue.near(text):
            readings = [self._filled(template, values) for values in template.matches(text)]
            fitting = [one for one in readings if one is not None]
            if fitting:
                yield max(fitting, key=lambda one: one.found)

    def _filled(self, template: Template, values: dict[str, str]) -> Said | None:
        """Return a template with its holes filled; None where it is a small part of a text."""
        found, left, said, strange = template.weight, (), {}, 0.0
        for name, value in values.items():
            is_name = template.is_name(name)
            inner = Said(value) if is_name or template.is_number(name) else self.said(value)
            said[name] = inner.text
            found, left = found + inner.found, left + inner.left
            is_words = _is_more(value) if is_name else len(value.split()) > 1
            strange += weight(value) if is_words and not inner.found else 0
        if template.weight < min(strange, _SMALL):
            return None
        return Said(template.filled(values, lambda name, _: said[name]), found, left)

    def _in_other_case(self, text: str) -> Iterator[Said]:
        """Yield what it is with its first letter in the other case, or its full stop."""
        first, rest = text[0], text[1:]
        other = first.lower() if first.isupper() else first.upper()
        if other != first and rest[:1].islower():
            for one in self._whole(other + rest):
                as_here = str.upper if first.isupper() else str.lower
                yield Said(as_here(one.text[:1]) + one.text[1:], one.found, one.left)
        if text[-1].isalnum():
            for one in self._whole(text + "."):
                yield Said(one.text[: -len(".")], one.found, one.left)
        elif text[-1] == ".":
            for one in self._whole(text[:-1]):
                yield one + Said(".")

    def _counted(self, text: str) -> Iterator[Said]:
        """Yield what it is if it is a number of something."""
        found = _COUNT.fullmatch(text)
        if found and (counted := self.said(found[2])).found:
            yield Said(f"{number(found[1])} ") + counted

    def _sentence_by_sentence(self, text: str) -> Iterator[Said]:
        """Yield what it is if its beginning is one template, and the rest another thing."""
        for end in _ENDS.finditer(text):
            head, gap, tail = text[: end.start()], end[0], text[end.end() :]
            for one in [*self._whole(head), *self._in_other_case(head)]:
                yield one + Said(gap) + self.said(tail)
            rest, is_name = self.said(tail), head.endswith(":")
            name = self.said(head[:-1]) if is_name else Said(head, left=_missed(head))
            if rest.found or name.found:
                yield name + Said(f"{_SPACE}:{gap}" if is_name else gap) + rest

    def _line_by_line(self, text: str) -> Iterator[Said]:
        if "\n" in text:
            yield _joined([self.said(line) for line in text.split("\n")], "\n")

    def _with_a_tail(self, text: str) -> Iterator[Said]:
        """Yield what it is if something was added behind a sentence, within it."""
        for place in _TAILS.finditer(text):
            head, tail = text[: place.start()], text[place.start() :].lstrip()
            for template in self._catalogue.tails:
                for values in template.matches(tail):
                    said = self._filled(template, values)
                    if said is not None and self.said(head).found:
                        yield self.said(head) + Said(place[0]) + said

    def _joined(self, text: str, joints: tuple) -> Iterator[Said]:
        """Yield what it is as a list of parts, one of which at least has a template."""
        for joint, other in joints:
            if joint in text:
                parts = [self.said(part) for part in text.split(joint)]
                if any(part.found for part in parts):
                    yield _joined(parts, other)
                    return


def _joined(parts: list[Said], joint: str) -> Said:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + Said(joint) + part
    return whole


def _missed(text: str) -> tuple[str, ...]:
    return (text,) if _is_english(text) else ()


def _is_more(name: str) -> bool:
    """Return whether what stands in the place of a name is more than that."""
    return ": " in name or _is_english(name)


def _is_english(text: str) -> bool:
    """Return whether a text looks like a part of a sentence, and not like names and numbers."""
    return len(re.findall(r"(?<![^\s(])[a-z]{2,}(?![^\s.,;:)])", text)) >= 3
