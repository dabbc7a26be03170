"""Numbers and dates as a language writes them."""

from __future__ import annotations

import re
from datetime import datetime

__all__ = ["NUMBER", "date", "is_plural", "number", "numbers"]

NUMBER = r"[-+−]?(?:\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?|nan|inf)(?: ?%)?"  # noqa: RUF001
"""A pattern of the numbers that Python formats."""

_DECIMALS = re.compile(r"[<>]?[-+−]?(?:\d[\d,]*\.\d+%?|\d{1,3}(?:,\d{3})+|\d+%)")  # noqa: RUF001
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: (\d\d:\d\d))?(?::\d\d)?")
_SPACE = "\N{NO-BREAK SPACE}"


def number(text: str) -> str:
    """Return a number, as Python writes it, with decimal comma and spaces between thousands."""
    text = text.replace(",", _SPACE).replace(".", ",")
    return text.replace(f"{_SPACE}%", "%").replace(" %", "%").replace("%", f"{_SPACE}%")


def numbers(text: str) -> str:
    """Return a text that is a number or a date as the language writes it, others as they are."""
    if _DECIMALS.fullmatch(text):
        return number(text)
    found = _DATE.fullmatch(text)
    if found is None:
        return text
    year, month, day, hour = found.groups()
    return f"{day}/{month}/{year}" + (f" {hour}" if hour else "")


def date(now: datetime, language: str) -> str:
    """Return day, hour and minute as a language writes them."""
    text = f"{now:%Y-%m-%d %H:%M}"
    return numbers(text) if language else text


def is_plural(text: str) -> bool:
    """Return whether what is counted stands in the plural: in French, from two on."""
    try:
        return abs(float(text.replace(",", ""))) >= 2
    except ValueError:
        return True
