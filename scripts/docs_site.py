#!/usr/bin/env python3
"""Build the documentation as a site of HTML pages that opens without a network: build/site.

The pages are those that GitHub shows, written in Markdown: docs/ in English, docs/fr/ in French,
and what they link to. The site has the folders of the project, so that links between them hold; it
takes Python-Markdown and Jinja2. ``make docs`` runs this after the pages of help.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from posixpath import relpath

__all__ = ["anchor", "build", "sources", "target_of"]

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "build" / "site"
LANGUAGES = {"en": "English", "fr": "Français"}
_FILES = ("docs/images", "docs/fr/images", "docs/examples", "resources/help")
_COPIED = {".png", ".svg", ".py", ".html", ".css", ".txt", ".sh"}
_LINK = re.compile(r'(href|src)="([^"#:]*)(#[^"]*)?"')
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_EXTENSIONS = ["tables", "fenced_code", "toc", "sane_lists"]


def anchor(heading: str, separator: str = "-") -> str:
    """Return the name that GitHub gives a heading, for links to it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", separator)


def sources() -> list[Path]:
    """Return the pages of the site, relative to the project."""
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/*.md")]
    found += ROOT.glob("resources/weights/*.md")
    return sorted(one.relative_to(ROOT) for one in found)


def target_of(page: Path) -> str:
    """Return the address of a page in the site."""
    name = "index.html" if page.name == "README.md" else f"{page.stem}.html"
    return page.with_name(name).as_posix()


def build(site: Path) -> int:
    """Write the site into a folder, which is replaced, and return how many pages it has."""
    import markdown
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(ROOT / "scripts" / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
    )
    template = environment.get_template("site.html")
    shutil.rmtree(site, ignore_errors=True)
    for folder in _FILES:
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and file.suffix in _COPIED:
                _copy(file.relative_to(ROOT), site)
    pages = sources()
    titles = {page: _title(page) for page in pages}
    for page in pages:
        converter = markdown.Markdown(
            extensions=_EXTENSIONS, extension_configs={"toc": {"slugify": anchor}}
        )
        content = converter.convert((ROOT / page).read_text("utf-8"))
        file = site / target_of(page)
        file.parent.mkdir(parents=True, exist_ok=True)
        language = _language(page)
        text = template.render(
            language=language,
            title=titles[page],
            top="../" * len(page.parent.parts),
            home=target_of(_index(language)),
            languages=_languages(page, language),
            pages=_contents(page, language, titles),
            content=_LINK.sub(lambda link, page=page: _followed(link, page, site), content),
        )
        file.write_text(text, "utf-8")
    shutil.copy2(ROOT / "scripts" / "templates" / "site.css", site)
    return len(pages)


def _copy(file: Path, site: Path) -> None:
    (site / file).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(ROOT / file, site / file)


def _title(page: Path) -> str:
    found = _TITLE.search((ROOT / page).read_text("utf-8"))
    return found[1] if found else page.stem


def _language(page: Path) -> str:
    return "fr" if page.parts[:2] == ("docs", "fr") else "en"


def _index(language: str) -> Path:
    return Path("docs/README.md") if language == "en" else Path("docs", language, "README.md")


def _languages(page: Path, language: str) -> list[tuple[str, str, str | None]]:
    """Return code, name and address of a page in each language; of an index where it has none."""
    name, found = page.name if page.parts[0] == "docs" else "", []
    for code, title in LANGUAGES.items():
        there = _index(code).with_name(name) if name else _index(code)
        there = there if (ROOT / there).is_file() else _index(code)
        found.append((code, title, None if code == language else target_of(there)))
    return found


def _contents(page: Path, language: str, titles: dict[Path, str]) -> list[tuple[str, str, bool]]:
    """Return title and address of the pages of a language, in the order in which its index does."""
    index = _index(language)
    text = (ROOT / index).read_text("utf-8")
    linked = dict.fromkeys(re.findall(r"\]\(([\w./-]+\.md)", text))
    listed = [index, *(Path(relpath((index.parent / one).as_posix(), ".")) for one in linked)]
    own = [one for one in listed if one in titles and _language(one) == language]
    return [(titles[one], target_of(one), one == page) for one in own]


def _followed(link: re.Match, page: Path, site: Path) -> str:
    """Return a link as it is in the site; what it leads to is brought along."""
    kind, target, heading = link[1], link[2], link[3] or ""
    if not target:
        return link[0]
    there = Path(relpath((page.parent / target).as_posix(), "."))
    if (ROOT / there).is_dir() or there.suffix == ".md":
        there = there / "README.md" if (ROOT / there).is_dir() else there
        if (ROOT / there).is_file():
            target = relpath(target_of(there), page.parent.as_posix())
    elif (ROOT / there).is_file() and not (site / there).exists():
        _copy(there, site)
    return f'{kind}="{target}{heading}"'


if __name__ == "__main__":
    print(f"{SITE}: {build(SITE)} pages")
