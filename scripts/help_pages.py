#!/usr/bin/env python3
"""Write a page of help for each algorithm, in each language, from what the algorithm declares.

They lie in resources/help/ and open by the button *Help* of a dialog, without a network. A test
holds them to the algorithms: run ``make docs`` after a change.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

sys.path.insert(0, str(Path(__file__).resolve().parent))
from known_provider import known_provider

__all__ = ["FOLDER", "LANGUAGES", "pages"]

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "help"
EXAMPLES = {
    "mapclasses": "RASTER=ortho.tif LABELS=labels.gpkg CLASS_FIELD=class OUTPUT=map.tif "
    "CONFIDENCE=confidence.tif MODEL=poplar.keras REPORT=report.html",
    "createlabellayer": "RASTER=ortho.tif CLASSES=1 CLASSES=poplar CLASSES=#e6841d CLASSES=2 "
    "CLASSES=meadow CLASSES=#b9d08b OUTPUT=labels.gpkg",
    "checklabels": "INPUT=labels.gpkg CLASS_FIELD=class RASTER=ortho.tif OUTPUT=problems.gpkg "
    "REPORT=check.html",
    "splitlabels": "INPUT=labels.gpkg CLASS_FIELD=class RASTER=ortho.tif VALIDATION_SHARE=0.3 "
    "OUTPUT=split.gpkg",
    "extractpatches": "RASTER=ortho.tif LABELS=split.gpkg CLASS_FIELD=class SPLIT_FIELD=split "
    "PATCH_SIZE=30 OUTPUT=patches FOOTPRINTS=footprints.gpkg",
    "trainmodel": "PATCHES=patches ARCHITECTURE=deep_features OUTPUT=poplar.keras "
    "REPORT=training.html",
    "evaluatemodel": "MODEL=poplar.keras PATCHES=patches SPLIT=test REPORT=evaluation.html "
    "FOOTPRINTS=evaluated.gpkg",
    "predict": "RASTER=next_year.tif MODEL=poplar.keras MATCH=spread OUTPUT=map.tif "
    "CONFIDENCE=confidence.tif",
    "predicteach": "IMAGE_FOLDER=sheets MODEL=poplar.keras CONFIDENCE=true RESUME=true OUTPUT=maps",
    "assessmap": "MAP=map.tif REFERENCE=points.gpkg CLASS_FIELD=reference REPORT=assessment.html "
    "AREAS=areas.csv",
    "polygonizemap": "INPUT=map.tif OUTPUT=areas.gpkg",
}
"""Of those that are used most: what is given, in the words of a command line."""

LANGUAGES = {
    "en": {
        "index": "All algorithms",
        "parameters": "Parameters",
        "parameter": "Parameter",
        "default": "Default",
        "meaning": "What it does",
        "advanced": "Shaded: under 'Advanced parameters'.",
        "outputs": "Results",
        "line": "On the command line",
        "example": "An example",
        "comes": "What comes out",
        "record": "Beside each lies a record with all values and the command that makes it again.",
        "empty": "empty",
        "yes": "yes",
        "no": "no",
        "one_of": "One of: {}.",
    },
    "fr": {
        "index": "Tous les algorithmes",
        "parameters": "Paramètres",
        "parameter": "Paramètre",
        "default": "Par défaut",
        "meaning": "Effet",
        "advanced": "Sur fond grisé : sous « Paramètres avancés ».",
        "outputs": "Résultats",
        "line": "En ligne de commande",
        "example": "Un exemple",
        "comes": "Ce qui en sort",
        "record": (
            "À côté de chacun, un enregistrement contient toutes les valeurs et la commande qui le "
            "refait."
        ),
        "empty": "vide",
        "yes": "oui",
        "no": "non",
        "one_of": "Au choix : {}.",
    },
}


def pages(language: str) -> dict[str, str]:
    """Return the pages of a language by their file names; QGIS must be running."""
    from qgis.core import QgsApplication

    from poplar_nn_plugin.algorithms.translation import translator_for

    environment = Environment(
        loader=FileSystemLoader(ROOT / "scripts" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template, words = environment.get_template("help.html"), LANGUAGES[language]
    translator = translator_for(language)
    if translator is not None:
        QgsApplication.installTranslator(translator)
    try:
        with known_provider() as provider:
            algorithms = [one.create() for one in provider.algorithms()]
            found, groups = {}, {}
            for one in sorted(algorithms, key=lambda one: one.displayName()):
                found[f"{one.name()}.html"] = template.render(
                    language=language, words=words, pages=None, **_described(one, words)
                )
                entry = (one.name(), one.displayName(), one.shortDescription())
                groups.setdefault((one.groupId(), one.group()), []).append(entry)
    finally:
        if translator is not None:
            QgsApplication.removeTranslator(translator)
    order = ["workflow", "chains", "labels", "patches", "model", "map", "blocks", "filters"]
    listed = sorted(groups.items(), key=lambda one: order.index(one[0][0]))
    found["index.html"] = template.render(
        language=language,
        words=words,
        title=words["index"],
        group="",
        pages=[(title, entries) for (_, title), entries in listed],
    )
    return found


def _described(algorithm, words: dict) -> dict:
    """Return what the page of an algorithm shows."""
    declared = algorithm.parameterDefinitions()
    needed = [one for one in declared if not _optional(one) and one.defaultValue() is None]
    given = " ".join(f"{one.name()}=…" for one in needed)
    keys = {one.name() for one in declared}
    return {
        "title": algorithm.displayName(),
        "group": algorithm.group(),
        "summary": algorithm.shortDescription(),
        "help": algorithm.details(),
        "parameters": [_parameter(one, words) for one in declared],
        "outputs": [
            (one.name(), one.description())
            for one in algorithm.outputDefinitions()
            if one.name() not in keys
        ],
        "line": f"{_command(algorithm)} {given}",
        "example": _example(algorithm, declared),
    }


def _command(algorithm) -> str:
    return f"qgis_process run {algorithm.id() or 'poplarnn:' + algorithm.name()} --"


def _example(algorithm, declared: list) -> dict | None:
    """Return a command with values, and what it writes by what the parameters are called."""
    given = EXAMPLES.get(algorithm.name())
    if given is None:
        return None
    values = dict(word.split("=", 1) for word in given.split())
    made = [(one.description(), values.get(one.name())) for one in declared if one.isDestination()]
    lines = [_command(algorithm), *map(shlex.quote, given.split())]
    return {
        "line": " \\\n    ".join(lines),
        "made": [(title, value) for title, value in made if value],
    }


def _optional(definition) -> bool:
    return bool(definition.flags() & definition.Flag.FlagOptional)


def _parameter(definition, words: dict) -> dict:
    options = getattr(definition, "options", None)
    choices = ", ".join(options()) if callable(options) else ""
    return {
        "title": definition.description(),
        "key": definition.name(),
        "default": _default(definition, options, words),
        "help": definition.help(),
        "choices": words["one_of"].format(choices) if choices else "",
        "advanced": bool(definition.flags() & definition.Flag.FlagAdvanced),
    }


def _default(definition, options, words: dict) -> str:
    value = definition.defaultValue()
    if value is None or value == "" or value == []:
        return words["empty"] if _optional(definition) and not definition.isDestination() else ""
    if isinstance(value, bool):
        return words["yes" if value else "no"]
    if callable(options) and isinstance(value, int):
        return options()[value]
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def main() -> None:
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    sys.path.insert(0, str(ROOT / "build"))
    for language in LANGUAGES:
        folder, wanted = FOLDER / language, pages(language)
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob("*.html"):
            if path.name not in wanted:
                path.unlink()
        for name, text in wanted.items():
            (folder / name).write_text(text, "utf-8")
        print(f"{language}: {len(wanted)} pages")
    application.exitQgis()


if __name__ == "__main__":
    main()
