"""What messages, errors and pages say is translated: every sentence that the code holds."""

import ast
import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
import messages  # noqa: E402 (the folder must be on the path first)
import sentences  # noqa: E402
import translations  # noqa: E402

from poplar_nn_plugin.language.catalogue import Catalogue  # noqa: E402
from poplar_nn_plugin.language.reading import Reading  # noqa: E402
from poplar_nn_plugin.language.template import Template  # noqa: E402

LANGUAGES = ["fr"]
# What French says as English does: names, numbers, and words that both share.
SAME = re.compile(r"(?:\{[^{}]*\}|[\W\d]|ha|m²|x|QGIS|Qt|GPUs?|joblib|min|px|_)*")
SHARED = {
    *(
        "Augmentation",
        "Gain",
        "Gain, ha",
        "Kappa",
        "Patience",
        "Pixel",
        "Points",
        "Poplar NN",
        "Test",
        "gain",
    ),
    *("hectares", "image", "images", "pixel", "pixels", "point", "points", "validation", "zone"),
    *(
        "Validation",
        "zones",
        "Hectares",
        "worker {worker}",
        "1 worker",
        "{workers} workers",
        "classes {adopted_outputs}",
    ),
    *("U-Net (dense)", "{size} x {size_2} pixels", "{name} {area:.3g} ha", "test {amount}"),
    *("is not", "not in", "QGIS", "GDAL", "NumPy", "SciPy", "matplotlib", "Jinja2"),
}
SPECS = re.compile(r"\{(\w+)(:[^{}]*)?\}")
COUNTED = ("patches", "groups")
HOLE = re.compile(r"\{(\w+)(?:[:|][^{}]*)?\}")


@pytest.fixture(scope="module")
def said():
    """Return what the code and the templates of pages say."""
    return messages.said()


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def texts(language):
    return translations.read(translations.FOLDER / f"messages_{language}.ts")


@pytest.fixture
def shown(language):
    return translations.read(translations.FOLDER / f"poplar_nn_{language}.ts")


def test_every_sentence_is_translated_and_none_is_stale(said, texts, shown):
    untranslated = {text for text in said - set(shown) if not texts.get(text)}

    assert not untranslated, "translate these: scripts/i18n.sh"
    assert not set(texts) - said, "these are said no more: scripts/i18n.sh"


def test_a_translation_has_the_holes_of_its_source(texts):
    wrong = {
        text: translation
        for text, translation in texts.items()
        if set(HOLE.findall(text)) != set(HOLE.findall(translation))
    }

    assert not wrong


def test_a_translation_is_none_that_repeats_its_source(texts):
    repeated = {text for text, translation in texts.items() if text == translation}

    assert {text for text in repeated if not SAME.fullmatch(text)} <= SHARED


def test_a_translation_chooses_between_two(texts):
    choices = [
        one for text in texts.values() for one in re.findall(r"\{\w+((?:\|[^{}]*)+)\}", text)
    ]

    assert choices
    assert {one.count("|") for one in choices} == {2}


def test_french_has_its_spaces(texts):
    loose = re.compile(r"\w [:;?!»]|« |\d %")

    assert not [text for text in texts.values() if loose.search(text)]


def test_the_plugin_reads_what_is_translated(language, texts, shown):
    path = translations.FOLDER / f"messages_{language}.json"

    assert path.read_text("utf-8") == translations.catalogue(texts, shown), "scripts/i18n.sh"
    assert json.loads(path.read_text("utf-8"))["Median filter"] == shown["Median filter"]


def test_each_sentence_is_found_again_by_its_template(texts):
    spoken, wrong = Catalogue(texts), {}
    for source, translation in texts.items():
        template = Template(source.strip(), translation.strip())
        values = {
            name: f"{number}.5" if form else str(number) if name in COUNTED else f"X{number}"
            for number, (name, form) in enumerate(SPECS.findall(source), start=2)
        }
        english = SPECS.sub(lambda hole, held=values: held[hole[1]], template.source)
        said = Reading(spoken).said(english).text
        if said != template.filled(values, lambda _, value: value):
            wrong[english] = said

    assert not wrong


def test_a_renamed_hole_keeps_its_translation():
    known = {"{name} has {count:d} bands": "{count:d} bandes dans {name}", "Gone": "Parti"}

    found = messages.carried_over({"{path} has {bands:d} bands", "New"}, known)

    assert found == {"{path} has {bands:d} bands": "{bands:d} bandes dans {path}", "New": ""}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("p.warn(f\"{n} band{'s' * (n > 1)}\")", {"{n} bands", "{n} band"}),
        (
            "p.warn(f\"{n} point{'' if n == 1 else 's'} {'is' if n == 1 else 'are'} left\")",
            {"{n} point is left", "{n} points are left"},
        ),
        (
            "which = 'training' if it else 'test'\n p.warn(f'The {which} set is empty.')",
            {"The training set is empty.", "The test set is empty."},
        ),
        ("p.warn(f'It took {t:.1f} s of {limit}.')", {"It took {t:.1f} s of {limit}."}),
        ("p.warn(f\"{a['x']} and {b.y()} of {b.y()}\")", {"{a_x} and {b_y} of {b_y_2}"}),
        ("return 'A docstring is another thing.'", {"A docstring is another thing."}),
    ],
)
def test_a_text_gives_a_template_of_each_choice(tmp_path, code, expected):
    path = tmp_path / "code.py"
    path.write_text(f'def say(p, n, it, a, b, t, limit):\n """Say it aloud."""\n {code}\n')
    module = sentences.Module(path)

    found = module.templates(lambda _, node: not isinstance(node, ast.Expr))

    assert expected <= {text for _, text in found}


def test_many_choices_give_templates_of_their_own(tmp_path):
    choices = "".join(f"{{'and more of {n}' if a{n} else ''}}" for n in range(4))
    path = tmp_path / "code.py"
    path.write_text(f'def say(p):\n p.warn(f"It is so {choices}.")\n')

    found = {text for _, text in sentences.Module(path).templates(lambda *_: True)}

    assert "and more of 0" in found
    assert len(found) < 10


@pytest.mark.parametrize("page", ["areas", "base", "card", "change", "crossvalidation"])
def test_a_page_says_nothing_that_no_other_language_can_say(page):
    text = (ROOT / "resources" / "templates" / f"{page}.html").read_text("utf-8")
    said = re.compile(r"{%-?\s*trans\b.*?endtrans\s*-?%}|{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)
    left = re.sub(r"<style.*?</style>|<[^>]*>", "", said.sub("", text), flags=re.DOTALL)

    assert set(re.findall(r"[A-Za-z]{2,}", left)) <= {"Poplar", "NN"}
