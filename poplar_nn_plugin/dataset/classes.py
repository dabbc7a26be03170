"""The classes of a map: code, name and colour, decided once and carried to the end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from poplar_nn_plugin.dataset.fields import read
from poplar_nn_plugin.errors import LabelError

__all__ = ["HIGHEST_CODE", "NODATA_CODE", "ClassMap", "default_colour", "tidy_name"]

NODATA_CODE = 0
"""The code of 'no class' in every class map; no class may have it."""

HIGHEST_CODE = 254
"""A map's codes fit in a byte, and the two ends are kept: 0 for nodata, 255 for other programs."""

# Colours for classes that bring none: told apart by colour-blind readers (after Okabe and Ito,
# 2008, "Color Universal Design"), then repeated darker.
_PALETTE = ("#009e73", "#e69f00", "#56b4e9", "#d55e00", "#0072b2", "#f0e442", "#cc79a7", "#7f7f7f")

_COLOUR = re.compile("#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class ClassMap:
    """Class codes with their names and colours.

    Parameters
    ----------
    codes : tuple of int
        1 to 254, ascending, each once; 0 is kept for nodata.
    names : tuple of str
        One a code.
    colours : tuple of str
        One a code, ``#rrggbb``.

    Raises
    ------
    LabelError
        If a code is out of range or stands twice, lengths differ, a name holds what no file of
        styles can hold, or a colour is none.
    """

    codes: tuple[int, ...]
    names: tuple[str, ...]
    colours: tuple[str, ...]

    def __post_init__(self):
        if not len(self.codes) == len(self.names) == len(self.colours):
            raise LabelError("Classes need as many names and colours as codes.")
        if list(self.codes) != sorted(set(self.codes)):
            raise LabelError(f"Class codes must be ascending and unique, got {self.codes}.")
        for code in self.codes:
            if not NODATA_CODE < code <= HIGHEST_CODE:
                raise LabelError(
                    f"Class code {code} is out of range: codes go from 1 to {HIGHEST_CODE}, for "
                    "a map holds them in 8 bits, and 0 means 'no class'. Renumber the class in the "
                    "label layer.",
                    code=code,
                )
        for name in self.names:
            if any(_unwritable(letter) for letter in name):
                raise LabelError(
                    f"The class name {name!r} holds a control character (such as a line break or "
                    "a tab), which no style can hold: rename the class, in the label layer for "
                    "instance.",
                    name=name.encode("utf-8", "backslashreplace").decode(),
                )
        for colour in self.colours:
            if not _COLOUR.fullmatch(colour):
                raise LabelError(
                    f"Class colours are written #rrggbb, such as #009e73, got {colour!r}.",
                )

    @classmethod
    def of_values(cls, values, colours: dict | None = None) -> ClassMap:
        """Return the classes of a label field, text or integer.

        Parameters
        ----------
        values : iterable of str or int
            All values of the field. Integers are codes and name themselves; texts are names,
            numbered from 1 in alphabetical order.
        colours : dict, optional
            Value to ``#rrggbb``, for those that have a colour already.
        """
        colours = colours or {}
        found = sorted(set(values))
        whole = all(isinstance(value, int) for value in found)
        codes = tuple(found) if whole else tuple(range(1, len(found) + 1))
        return cls(
            codes,
            tuple(str(value) for value in found),
            tuple(colours.get(v, default_colour(i)) for i, v in enumerate(found)),
        )

    def index(self, code: int) -> int:
        """Return the position of `code`, which is its column in the network's output."""
        return self.codes.index(code)

    def lacking(self, *names: Iterable[str]) -> tuple[str, ...]:
        """Return those of some names that none of these classes has, each once, in their order."""
        every = dict.fromkeys(name for some in names for name in some)
        return tuple(name for name in every if name not in self.names)

    def some(self, codes: Iterable[int]) -> ClassMap:
        """Return those classes whose code is one of `codes`."""
        wanted = set(codes)
        rows = zip(self.codes, self.names, self.colours)
        return ClassMap(*zip(*(row for row in rows if row[0] in wanted)))

    def adding(
        self, name: str, code: int | None = None, colour: str | None = None
    ) -> tuple[ClassMap, int]:
        """Return the classes with one more, and its code.

        Parameters
        ----------
        name : str
            Of none of these.
        code : int, optional
            The one after the highest, or another that is free, if not given or taken.
        colour : str, optional
            The next that no class has, if not given or taken.

        Raises
        ------
        LabelError
            If no code is free.
        """
        free = sorted(set(range(NODATA_CODE + 1, HIGHEST_CODE + 1)) - set(self.codes))
        if not free:
            raise LabelError(f"All {HIGHEST_CODE} codes are taken: none is left for '{name}'.")
        if code not in free:
            code = next((c for c in free if c > max(self.codes, default=0)), free[0])
        if colour is None or colour in self.colours:
            colour = next(c for c in map(default_colour, count()) if c not in self.colours)
        rows = [*zip(self.codes, self.names, self.colours), (code, name, colour)]
        return ClassMap(*zip(*sorted(rows))), code

    def to_json(self) -> dict:
        """Return the classes as JSON values."""
        return {
            "codes": list(self.codes),
            "names": list(self.names),
            "colours": list(self.colours),
        }

    @classmethod
    def from_json(cls, values: dict) -> ClassMap:
        """Return the classes that `to_json` wrote.

        Raises
        ------
        FieldError, LabelError
            If a field is missing or wrong.
        """
        return read(cls, values, "classes")


def tidy_name(text: str) -> str:
    """Return what somebody has typed or pasted as a name that a class can have."""
    return " ".join("".join(" " if _unwritable(letter) else letter for letter in text).split())


def _unwritable(letter: str) -> bool:
    """Return whether a letter is a control character, or none that XML has."""
    return unicodedata.category(letter) in ("Cc", "Cs") or letter in "\ufffe\uffff"


def default_colour(position: int) -> str:
    """Return the colour of the class at `position`: eight that differ, then darker rounds."""
    turn, place = divmod(position, len(_PALETTE))
    red, green, blue = (int(_PALETTE[place][i : i + 2], 16) for i in (1, 3, 5))
    shade = 0.7**turn
    return "#" + "".join(f"{round(channel * shade):02x}" for channel in (red, green, blue))
