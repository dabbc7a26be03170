"""The tutorial prints the words of the windows that it sends its readers to, in their language."""

from xml.etree import ElementTree

import pytest
import tutorial_page
from tutorial_page import OF_QGIS, Words, bare, sections

FOLDER = tutorial_page.ROOT / "resources" / "i18n"
LANGUAGES = ["en", "fr"]


def words(language):
    """Return the words of a tutorial, in their order."""
    text = tutorial_page.tutorial(language).read_text("utf-8")
    return [word for section in sections(text) for word in section]


def french():
    """Return the French of every text of the plugin, and of QGIS's that the tutorial names."""
    found = {"Poplar NN": "Poplar NN", **OF_QGIS}
    for path in sorted(FOLDER.glob("*_fr.ts")):
        for one in ElementTree.parse(path).getroot().iter("message"):
            found[one.findtext("source")] = one.findtext("translation")
    return found


def unknown(printed, texts):
    """Return which words are no whole texts, nor texts of which the second follows the first."""
    known = {bare(text) for text in texts}
    return [
        word
        for word in printed
        if bare(word) not in known
        and not (":" in word and {bare(part) for part in word.split(":")} <= known)
    ]


def test_each_word_stands_in_a_window_of_that_language():
    texts = french()

    assert unknown(words("en"), texts) == []
    assert unknown(words("fr"), texts.values()) == []
    assert len(words("en")) > 40


def test_a_word_that_no_window_has_is_found():
    assert unknown(["Map classes…", "Polygon", "Poplar NN: is gone."], french()) == [
        "Polygon",
        "Poplar NN: is gone.",
    ]


def test_the_french_page_has_the_same_words_in_the_same_order():
    texts = {}
    for source, text in french().items():  # 'Map classes' and 'Map classes…' are two texts
        texts.setdefault(bare(source), set()).add(bare(text))
    pages = [sections(tutorial_page.tutorial(one).read_text("utf-8")) for one in LANGUAGES]
    pairs = [zip(*both) for both in zip(*pages)]
    parts = [
        pair for section in pairs for both in section for pair in zip(*(w.split(":") for w in both))
    ]

    assert [len(section) for section in pages[0]] == [len(section) for section in pages[1]]
    assert [pair for pair in parts if bare(pair[1]) not in texts[bare(pair[0])]] == []


def test_words_are_read_in_bold_italics_and_on_the_way_through_a_menu():
    page = "# No\n*not yet*\n## One\n**Draw it**, *Map >\nTo all* and a * b * c\n## Two\nnothing"

    assert sections(page) == [["Draw it", "Map", "To all"], []]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_leaves_a_word_out_is_told(language):
    read = Words(language)
    read.begin(3)
    read.take("Poplar NN")

    with pytest.raises(ValueError, match="the page says 'Check labels…' here"):
        read.take("Run")
    with pytest.raises(ValueError, match="the page also says"):
        read.end()
