"""The pages of the documentation point at what is there."""

import re
from pathlib import Path

import pytest

from build import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_and_picture_is_there(page):
    targets = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    inside = [target.partition("#")[0] for target in targets if "://" not in target]

    assert [t for t in inside if t and not (page.parent / t).exists()] == []


def test_every_picture_is_shown_on_a_page():
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    pictures = [path.name for path in Path(ROOT / "docs" / "images").iterdir()]

    assert [name for name in pictures if name not in text] == []
