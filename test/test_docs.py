"""What the documentation points to is there."""

import re
from pathlib import Path

import architecture_picture
import contributing
import pytest
from layers import LAYERS, PLUGIN

from poplar_nn_plugin import filters as rooms
from poplar_nn_plugin.nn import architectures
from poplar_nn_plugin.registry import discover

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
CODE_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
TITLE = re.compile(r'^ +TITLE = "(.+)"$', re.MULTILINE)
FOLDERS = (PLUGIN, "test", "scripts", "bench", "docs", "resources")
FILES = [f"/{file.relative_to(ROOT)}" for folder in FOLDERS for file in (ROOT / folder).rglob("*")]
# A path from the top of the project, unless it has a place to fill in; a file by its own name.
PLACE = re.compile(rf"(?<![\w/.])(?:{'|'.join(FOLDERS)})/[\w/.]*\w(?![\w/]*[<*{{])")
FILE = re.compile(r"`([\w/]+\.(?:py|sh))`")
MODULE = re.compile(r"\bpoplar_nn_plugin(?:\.\w+)+")
IMPORT = re.compile(r"\bfrom (poplar_nn_plugin[.\w]*) import (\w+(?:, \w+)*)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(page):
    """Return the names that the headings of a page get on the web."""
    headings = HEADING.findall(CODE_BLOCK.sub("", page.read_text("utf-8")))
    kept = (re.sub(r"[^\w\- ]", "", heading.strip().lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in kept}


def dead_links(page):
    """Return the relative links of a page that lead nowhere."""
    dead = []
    for target in LINK.findall(CODE.sub("", page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path) if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            dead.append(target)
    return dead


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_and_picture_is_there(page):
    assert dead_links(page) == []


def test_a_dead_link_is_found(tmp_path):
    (tmp_path / "there.md").write_text("# A heading, here\n")
    page = tmp_path / "page.md"
    page.write_text(
        "[a](there.md) [b](there.md#a-heading-here) ![c](gone.png) [d](there.md#gone)\n"
        "`[e](code.md)` [f](https://example.org/gone)\n"
    )
    assert dead_links(page) == ["gone.png", "there.md#gone"]


def test_the_index_leads_to_every_page_and_names_every_algorithm():
    index = ROOT / "docs" / "README.md"
    text = index.read_text("utf-8")
    pages = {page.name for page in index.parent.glob("*.md")} - {index.name}
    found = (ROOT / "poplar_nn_plugin" / "algorithms").glob("*/*.py")
    titles = {title for file in found for title in TITLE.findall(file.read_text("utf-8"))}

    assert {page for page in pages if f"]({page}" not in text} == set()
    assert {title for title in titles if f"*{title}*" not in text} == set()
    assert len(titles) > 10


def test_every_filter_and_every_architecture_is_in_its_table():
    filters = (ROOT / "docs" / "filters.md").read_text("utf-8")
    models = (ROOT / "docs" / "models.md").read_text("utf-8")
    titles = {kind.title.replace(" filter", "") for kind in discover(rooms, "FILTER").values()}
    names = set(discover(architectures, "ARCHITECTURE"))

    assert {title for title in titles if not re.search(rf"\n\|.*\b{title}\b", filters)} == set()
    assert {name for name in names if f"\n| {name} |" not in models} == set()
    assert "Mean" in titles


def lost_places(text):
    """Return the files, folders, modules and names that a text says are there, and are not."""
    lost = [path for path in PLACE.findall(text) if not (ROOT / path).exists()]
    lost += [name for name in FILE.findall(text) if not any(f.endswith(f"/{name}") for f in FILES)]
    imports = IMPORT.findall(text)
    imported = [f"{home}.{name}" for home, names in imports for name in names.split(", ")]
    for name in [*MODULE.findall(text), *imported]:
        path, *names = ROOT / PLUGIN, *name.split(".")[1:]
        while names and (path / names[0]).is_dir():
            path /= names.pop(0)
        if names and (path / f"{names[0]}.py").is_file():
            path /= f"{names.pop(0)}.py"
        source = path if path.is_file() else path / "__init__.py"
        if names and not re.search(rf"\b{names[0]}\b", source.read_text("utf-8")):
            lost.append(name)
    return lost


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_where_a_page_says_that_code_lies_it_lies(page):
    assert lost_places(contributing.BLOCK.sub("", page.read_text("utf-8"))) == []


def test_a_lost_place_is_found():
    text = (
        "`poplar_nn_plugin/engine`, `scripts/test.sh`, bench/gone.py, `poplar_nn_plugin/chain`\n"
        "from poplar_nn_plugin.engine import apply, gone; poplar_nn_plugin.errors.PoplarError\n"
        "poplar_nn_plugin.engine.gone poplar_nn_plugin.chain.labels `filters/mean.py`, `gone.py`"
    )

    assert lost_places(text) == [
        "bench/gone.py",
        "poplar_nn_plugin/chain",
        "gone.py",
        "poplar_nn_plugin.engine.gone",
        "poplar_nn_plugin.chain.labels",
        "poplar_nn_plugin.engine.gone",
    ]


def test_every_picture_is_shown_on_a_page():
    text = "".join(page.read_text("utf-8") for page in PAGES)
    pictures = {picture.name for picture in (ROOT / "docs" / "images").iterdir()}
    assert {name for name in pictures if f"images/{name}" not in text} == set()


def test_the_architecture_names_every_room():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    folders = {file.parent.name for file in (ROOT / "poplar_nn_plugin").glob("*/*.py")}
    rooms = folders | {name for name in LAYERS if "." in name}

    assert {room for room in rooms if f"`{room}`" not in text} == set()
    assert {"engine", "nn.architectures"} <= rooms


def test_the_drawing_of_the_rooms_is_up_to_date():
    again = "rooms or imports between them have changed: run scripts/architecture_picture.py"

    assert architecture_picture.TARGET.read_text("utf-8") == architecture_picture.picture(), again


def test_the_drawing_leaves_out_what_follows_from_other_arrows():
    known = {"a": {"b", "c"}, "b": {"c"}, "c": set()}

    assert architecture_picture.needed(known) == {"a": {"b"}, "b": {"c"}, "c": set()}


def misplaced(changelog):
    """Return the entries of the newest version that are in no group, or there twice."""
    newest = changelog.partition("\n## ")[2].partition("\n## ")[0]
    before, *groups = newest.split("\n### ")
    entries = [re.split(r"\n(?=- )", group)[1:] for group in groups]
    found = [entry.strip() for group in entries for entry in group]
    twice = [entry for number, entry in enumerate(found) if entry in found[:number]]
    return re.findall(r"^- .*", before, re.MULTILINE) + twice


def test_each_entry_of_the_changelog_is_in_one_group():
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")

    assert misplaced(changelog) == []
    assert "\n### Map\n" in changelog


def test_a_misplaced_entry_is_found():
    text = (
        "# C\n\n## 1\n\n- a\n\n### Map\n\n- b\n  b\n- c\n\n### Label\n\n- b\n  b\n\n## 0\n\n- c\n"
    )

    assert misplaced(text) == ["- a", "- b\n  b"]
