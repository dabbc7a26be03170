"""Numbers and dates are written as in French, and only what is one."""

from datetime import datetime

import pytest

from poplar_nn_plugin.language.numbers import date, is_plural, number, numbers

SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("0.93", "0,93"),
        ("+0.05", "+0,05"),
        ("<0.01", "<0,01"),
        ("−1.5", "−1,5"),  # noqa: RUF001 (as matplotlib writes it)
        ("1,234.5", f"1{SPACE}234,5"),
        ("12,345,678", f"12{SPACE}345{SPACE}678"),
        ("12%", f"12{SPACE}%"),
        ("12.5%", f"12,5{SPACE}%"),
        ("2026-12-01", "01/12/2026"),
        ("2026-12-01 08:30", "01/12/2026 08:30"),
    ],
)
def test_a_number_or_a_date_is_written_as_in_french(english, french):
    assert numbers(english) == french


@pytest.mark.parametrize("text", ["3.22.16", "a1.5", "1.5.tif", "(1, 2)", "12", "", "v2.0"])
def test_all_else_stays(text):
    assert numbers(text) == text


def test_what_stands_for_no_number_stays():
    assert number("nan") == "nan"
    assert number("1e-05") == "1e-05"


@pytest.mark.parametrize(
    ("text", "plural"), [("0", False), ("1", False), ("1.9", False), ("2", True), ("1,234", True)]
)
def test_the_plural_begins_at_two(text, plural):
    assert is_plural(text) is plural


def test_a_page_has_the_date_of_its_language():
    now = datetime(2026, 12, 1, 8, 30)

    assert date(now, "") == "2026-12-01 08:30"
    assert date(now, "fr") == "01/12/2026 08:30"
