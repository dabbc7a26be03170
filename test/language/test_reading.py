"""A sentence is said in another language by the template that it was made of."""

import pytest

from poplar_nn_plugin.language.catalogue import Catalogue
from poplar_nn_plugin.language.reading import Reading

SPACE = "\N{NO-BREAK SPACE}"
TEXTS = {
    "Nothing was found.": "Rien n'a été trouvé.",
    "{name} has {count} bands.": "{name} a {count} {count|bande|bandes}.",
    "The share is {share:.0%}, the area {area:,.1f} ha.": "Part : {share}, surface : {area} ha.",
    "A network is not tried: {error}": f"Aucun réseau n'est essayé{SPACE}: {{error}}",
    "It takes {time} in {folder}.": "Dans {folder}, il faut {time}.",
    "about {minutes} min": "environ {minutes} min",
    ", {left} to go": ", encore {left}",
    "epoch {epoch}: loss {loss:.3f}": f"époque {{epoch}}{SPACE}: perte {{loss}}",
    "{number} of {count} {what} {why}.": f"{{what}}, {{number}} sur {{count}}{SPACE}: {{why}}.",
    "zones of the map": "zones de la carte",
    "lie off the image": "sont hors de l'image",
    "{name}: F1 {score:.2f}{range} ({unit})": f"{{name}}{SPACE}: F1 {{score}}{{range}} ({{unit}})",
    "[{low:.2f} to {high:.2f}]": "[{low} à {high}]",
    "stand {number}": "lieu {number}",
    "{number} into {cuts}": "{number} en {cuts}",
    "block": "bloc",
    "blocks": "blocs",
}


@pytest.fixture(scope="module")
def said():
    catalogue = Catalogue(TEXTS)
    return lambda text: Reading(catalogue).said(text).text


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Nothing was found.", "Rien n'a été trouvé."),
        ("Nothing was found", "Rien n'a été trouvé"),
        ("a.tif has 1 bands.", "a.tif a 1 bande."),
        ("a.tif has 3 bands. Nothing was found.", "a.tif a 3 bandes. Rien n'a été trouvé."),
        (
            "The share is 12%, the area 1,234.5 ha.",
            f"Part : 12{SPACE}%, surface : 1{SPACE}234,5 ha.",
        ),
        (
            "A network is not tried: It takes about 5 min in /tmp/a b.",
            f"Aucun réseau n'est essayé{SPACE}: Dans /tmp/a b, il faut environ 5 min.",
        ),
        (
            "epoch 3: loss 0.125, about 2 min to go",
            f"époque 3{SPACE}: perte 0,125, encore environ 2 min",
        ),
        (
            "3 of 12 zones of the map lie off the image.",
            f"zones de la carte, 3 sur 12{SPACE}: sont hors de l'image.",
        ),
        ("b.tif: Nothing was found.", f"b.tif{SPACE}: Rien n'a été trouvé."),
        ("12 blocks, 1 block", "12 blocs, 1 bloc"),
        ("zones of the map: 7.5.1", f"zones de la carte{SPACE}: 7.5.1"),
        ("zones of the map: a.tif has 3 bands.", f"zones de la carte{SPACE}: a.tif a 3 bandes."),
        ("12.5% of it, 2026-12-01", "12.5% of it, 01/12/2026"),
        ("poplar: F1 0.91 [0.82 to 0.97] (all)", f"poplar{SPACE}: F1 0,91 [0,82 à 0,97] (all)"),
        ("stand 7 into 2; stand 9 into 12", f"lieu 7 en 2{SPACE}; lieu 9 en 12"),
        ("  Nothing was found.\nabout 3 min", "  Rien n'a été trouvé.\nenviron 3 min"),
    ],
)
def test_a_sentence_is_found_by_its_template(said, english, french):
    assert said(english) == french


@pytest.mark.parametrize(
    "text",
    [
        "Some words that nobody wrote down.",
        "/data/about 3.5/map.tif",
        "QGIS 3.22.16",
        "ValueError: shapes (3,4) and (5,6) not aligned",
        "",
        "…",
    ],
)
def test_what_has_no_template_stays_as_it_is(said, text):
    assert said(text) == text


def test_what_has_no_template_is_kept_within_what_has_one(said):
    english = "A network is not tried: The disk of this computer says no."

    french = f"Aucun réseau n'est essayé{SPACE}: The disk of this computer says no."
    assert said(english) == french


def test_names_and_paths_in_a_sentence_stay_as_they_are():
    catalogue = Catalogue({**TEXTS, "blocks of {name} in {path}": "blocs de {name} dans {path}"})

    said = Reading(catalogue).said("blocks of blocks in /about 3 min/1.5.tif").text

    assert said == "blocs de blocks dans /about 3 min/1.5.tif"


def test_it_tells_what_it_could_not_say():
    catalogue = Catalogue(TEXTS)

    assert Reading(catalogue).said("a.tif has 3 bands.").left == ()
    assert Reading(catalogue).said(
        "A network is not tried: nobody knows of this sentence."
    ).left == ("nobody knows of this sentence.",)


def test_a_long_text_of_many_sentences_takes_no_time():
    catalogue = Catalogue(TEXTS)
    text = " ".join(f"image {n}.tif has {n} bands." for n in range(60))

    assert Reading(catalogue).said(text).text.count("bandes.") == 58
