"""The documentation as a site, and the French pages beside the English ones."""

import re
from html.parser import HTMLParser
from pathlib import Path

import docs_site
import french_pages
import optional
import pytest

ROOT = Path(__file__).parents[1]


class Page(HTMLParser):
    """The links and the anchors of an HTML page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.links += [given[key] for key in ("href", "src") if given.get(key)]
        self.anchors |= {given[key] for key in ("id", "name") if given.get(key)}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    optional.module("markdown")
    optional.module("jinja2")
    folder = tmp_path_factory.mktemp("site") / "site"
    docs_site.build(folder)
    return folder


def dead(site):
    """Return the links of a site that lead nowhere, or out of it."""
    pages = {file: Page(file.read_text("utf-8")) for file in site.rglob("*.html")}
    found = []
    for file, page in pages.items():
        for link in page.links:
            if re.match(r"[a-z]+:", link):
                continue
            path, _, heading = link.partition("#")
            there = (file.parent / path).resolve() if path else file
            lost = not there.is_file() or site not in there.parents
            if lost or (heading and there in pages and heading not in pages[there].anchors):
                found.append(f"{file.relative_to(site)}: {link}")
    return found


def test_every_link_of_the_site_leads_somewhere_in_it(site):
    assert dead(site) == []
    assert (site / "docs" / "fr" / "index.html").is_file()
    assert (site / "resources" / "help" / "fr" / "mapclasses.html").is_file()


def test_a_dead_link_of_a_site_is_found(tmp_path):
    (tmp_path / "a.html").write_text(
        '<a href="b.html#here"><a href="b.html#gone"><a href="gone.html"><a href="../out.html">'
    )
    (tmp_path / "b.html").write_text('<h2 id="here">x</h2><a href="https://example.org/gone">')

    assert dead(tmp_path.resolve()) == [
        "a.html: b.html#gone",
        "a.html: gone.html",
        "a.html: ../out.html",
    ]


def test_a_page_has_its_words_its_tables_and_a_way_to_the_other_language(site):
    english = (site / "docs" / "guide.html").read_text("utf-8")
    french = (site / "docs" / "fr" / "guide.html").read_text("utf-8")

    assert 'lang="fr"' in french[:60]
    assert '<a href="../docs/fr/guide.html" lang="fr">' in english
    assert '<a href="../../docs/guide.html" lang="en">' in french
    assert "<table>" in english
    assert "<table>" in french
    assert not re.search(r"<p>[^<]*\n\|", english + french)  # a table that was not seen as one


@pytest.mark.parametrize("page", french_pages.pages(), ids=lambda page: page.name)
def test_a_french_page_follows_its_english_one(page):
    assert french_pages.stale(page) == "", "translate what changed, then: scripts/french_pages.py"


def test_the_pages_that_beginners_need_are_there_in_french():
    names = {page.name for page in french_pages.pages()}

    assert names >= {"README.md", "guide.md", "tutorial.md", "faq.md", "installation.md"}


def test_a_stale_page_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(french_pages, "ROOT", tmp_path)
    english, french = tmp_path / "docs" / "a.md", tmp_path / "docs" / "fr" / "a.md"
    french.parent.mkdir(parents=True)
    english.write_text("# A\n<!-- settings: x -->\n| 1 |\n<!-- end of settings -->\n")
    french.write_text("# A\n")
    assert "names no English page" in french_pages.stale(french)

    french_pages.stamp(french)
    assert french_pages.stale(french) == ""
    assert french.read_text().splitlines()[1] == "# A"

    english.write_text("# A\n<!-- settings: x -->\n| 2 |\n<!-- end of settings -->\n")
    assert french_pages.stale(french) == ""  # tables are written by a script
    english.write_text("# B\n")
    assert "docs/a.md" in french_pages.stale(french)
    french_pages.stamp(french)
    assert french_pages.stale(french) == ""
    assert french.read_text().count("follows") == 1
