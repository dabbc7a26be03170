"""Texts of dialogs, help and panels are translated: the plugin speaks the user's language."""

import re
import sys
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication

from poplar_nn_plugin.algorithms.translation import tr, translator_for
from poplar_nn_plugin.language.current import speak

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import translations  # noqa: E402 (the folder must be on the path first)

LANGUAGES = ["fr"]
# Names, and words that French and English share.
SAME = {
    "Images",
    "F1",
    "Architecture",
    "Poplar NN",
    "ha",
    " px",
    " min",
    "Image",
    "point",
    "test",
    "validation",
    "verdict",
    "&Image",
    "Code",
    "Classes",
    "Format",
    "note",
    "Point {}",
}
HOLES = re.compile(r"\{[^{}]*\}|%\d|</?[a-z]+/?>")
# What is translated and is no literal, by the place that `translations` finds its texts in.
FOUND = {
    "algorithms.base": {"self.SUMMARY", "self.HELP"},
    "algorithms.chains.chain": {"definition.description()", "self.HELP"},
    "algorithms.declared": {"setting.help", "setting.title"},
    "algorithms.filter": {"self.TITLE"},
    "algorithms.labels.splitlabels": {"title"},
    "algorithms.scoring": {"title"},
    "algorithms.styling.field_words": {"ALIASES[name]", "text"},
    "algorithms.styling.prediction_style": {"title"},
    "algorithms.styling.results": {"REASONS.get(reason, reason)", "text"},
    "algorithms.toolbox.identity": {
        "_GROUPS[self.GROUP]",
        "self.SUMMARY",
        "self.TITLE",
        "self.TAGS",
    },
    "algorithms.training": {"kind.description"},
    "gui.dock": {"self.HINT", "self.TITLE"},
    "gui.labelling.commands": {"command.hint", "command.text"},
}


@pytest.fixture(scope="module")
def shown(qgis_app, qgis_processing):
    return translations.shown()


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def texts(language):
    return translations.read(translations.FOLDER / f"poplar_nn_{language}.ts")


def test_every_text_is_translated_and_none_is_stale(shown, texts):
    untranslated = {text for text in shown if not texts.get(text)}

    assert not untranslated, "translate these: scripts/i18n.sh"
    assert not set(texts) - shown, "these are shown no more: scripts/i18n.sh"


def test_a_translation_is_none_that_repeats_its_source(texts):
    assert {text for text, said in texts.items() if text == said} <= SAME


def test_a_translation_keeps_tags_and_what_is_filled_in(texts):
    wrong = {
        text: said
        for text, said in texts.items()
        if sorted(HOLES.findall(text)) != sorted(HOLES.findall(said))
    }

    assert not wrong


def test_what_is_computed_and_translated_is_found(shown):
    assert translations.computed() == FOUND


def test_qgis_reads_what_is_translated(language, texts):
    compiled = translator_for(language)
    QCoreApplication.installTranslator(compiled)
    try:
        stale = {text for text, said in texts.items() if tr(text) != said}
    finally:
        QCoreApplication.removeTranslator(compiled)

    assert not stale, "make the .qm anew: scripts/i18n.sh"


def test_a_language_that_the_plugin_does_not_speak_is_english(qgis_app):
    assert translator_for("xx_XX") is None
    assert tr("Some text") == "Some text"


def test_the_toolbox_speaks_the_language_of_qgis(qgis_app, qgis_processing, monkeypatch):
    from poplar_nn_plugin.algorithms.workflow.mapclasses import ALGORITHM
    from poplar_nn_plugin.plugin import PoplarPlugin

    monkeypatch.setattr(QgsApplication, "locale", staticmethod(lambda: "fr_FR"))
    plugin = PoplarPlugin(None)
    try:
        algorithm = ALGORITHM()
        algorithm.initAlgorithm()
        title, tags = algorithm.displayName(), algorithm.tags()
    finally:
        QgsApplication.removeTranslator(plugin._translator)
        speak("")

    assert title == translations.read(translations.FOLDER / "poplar_nn_fr.ts")["Map classes"]
    assert {"land cover", "occupation du sol"} <= set(tags)
    assert tr("Map classes") == "Map classes"  # nothing of it stays
