#!/usr/bin/env python3
"""Bring resources/i18n/ up to date: each text that the plugin shows, and its translation.

``scripts/i18n.sh`` runs this. A text that is new stands in the .ts file as unfinished, to be
translated there or with Qt Linguist; one that is no longer shown goes. A test fails while any is
unfinished. ``poplar_nn_*.ts`` holds what dialogs, help and panels show: ``lrelease`` makes the .qm
file of it that QGIS reads. ``messages_*.ts`` holds what messages, errors and pages say
(`messages`): it becomes a .json file, which the worker reads, too.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parent))
import messages
from known_provider import known_provider

__all__ = ["CONTEXT", "FOLDER", "catalogue", "computed", "read", "shown", "written"]

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"
PLUGIN = ROOT / "poplar_nn_plugin"
CONTEXT = "PoplarNN"
_TITLE = 100  # letters of what may be part of a message, such as the title of a setting
# Where a text that is translated is no literal: its constants are looked up here, by module.
CONSTANTS = {
    "algorithms.styling.prediction_style": lambda module: [one[0] for one in module._PREDICTIONS],
    "algorithms.styling.field_words": lambda module: [
        *module.ALIASES.values(),
        *(module.ERROR, module.WARNING, module.KEPT),
        *module.SPLIT_WORDS.values(),
        *module.REASONS.values(),
    ],
    "algorithms.styling.results": lambda module: [
        *filter(None, (one[2] for one in module._APPLICABILITY)),
    ],
    "gui.labelling.commands": lambda module: [
        text for one in module.COMMANDS.values() for text in (one.text, one.hint)
    ],
}
# Those of algorithms are found by asking every algorithm; those of panels stand in their classes.
_OF_PANELS = ("TITLE", "HINT")


def shown() -> set[str]:
    """Return every text that the plugin translates; QGIS must be running."""
    found = {call.value for _, call in _calls() if isinstance(call, ast.Constant)}
    found |= set(_of_panels()) | _of_algorithms()
    for name, texts in CONSTANTS.items():
        found |= set(texts(import_module(f"poplar_nn_plugin.{name}")))
    return found - {""}


def computed() -> dict[str, set[str]]:
    """Return what is translated and is no literal: the expressions, by module."""
    found: dict[str, set[str]] = {}
    for module, call in _calls():
        if not isinstance(call, ast.Constant):
            found.setdefault(module, set()).add(ast.unparse(call))
    return found


def _calls() -> Iterator[tuple[str, ast.expr]]:
    """Yield what each call of ``tr`` translates, with its module."""
    for path in sorted(PLUGIN.rglob("*.py")):
        module = ".".join(path.relative_to(PLUGIN).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tr":
                yield module, node.args[0]


def _of_panels() -> Iterator[str]:
    for path in sorted((PLUGIN / "gui").rglob("dock.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                names = [getattr(target, "id", "") for target in node.targets]
                if set(names) & set(_OF_PANELS):
                    yield node.value.value


def _of_algorithms() -> set[str]:
    """Return what the algorithms ask to translate while QGIS looks at them."""
    from qgis.core import QgsApplication
    from qgis.PyQt.QtCore import QTranslator

    asked = set()

    class Recorder(QTranslator):
        def translate(self, context, text, *_):
            if context == CONTEXT:
                asked.add(text)
            return ""

    recorder = Recorder()
    QgsApplication.installTranslator(recorder)
    try:
        with known_provider() as provider:
            provider.name(), provider.longName()
            for algorithm in provider.algorithms():
                fresh = algorithm.create()  # declares its parameters
                for said in ("displayName", "group", "shortDescription", "shortHelpString", "tags"):
                    getattr(fresh, said)()
    finally:
        QgsApplication.removeTranslator(recorder)
    return asked


def read(path: Path) -> dict[str, str]:
    """Return the translation of each text of a .ts file, empty where there is none yet."""
    if not path.exists():
        return {}
    messages = ElementTree.parse(path).getroot().iter("message")
    return {one.findtext("source"): one.findtext("translation") or "" for one in messages}


def catalogue(said: dict[str, str], shown: dict[str, str]) -> str:
    """Return the .json file of what is said, and of what of all that is shown may be part of it.

    Parameters
    ----------
    said, shown : dict of str to str
        Texts and their translations.
    """
    titles = {source: text for source, text in shown.items() if _is_title(source)}
    return json.dumps({**titles, **said}, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def _is_title(text: str) -> bool:
    return len(text) <= _TITLE and text == text.strip() and not set("{<%&") & set(text)


def written(texts: dict[str, str], language: str, context: str = CONTEXT) -> str:
    """Return a .ts file of texts and their translations."""
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    part = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(part, "name").text = context
    for source in sorted(texts):
        message = ElementTree.SubElement(part, "message")
        ElementTree.SubElement(message, "source").text = source
        translation = ElementTree.SubElement(message, "translation")
        if texts[source]:
            translation.text = texts[source]
        else:
            translation.set("type", "unfinished")
    ElementTree.indent(root, " ")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    return head + ElementTree.tostring(root, "unicode") + "\n"


def _write(path: Path, texts: dict[str, str], context: str) -> None:
    path.write_text(written(texts, path.stem.rpartition("_")[2], context), "utf-8")
    missing = sum(not translation for translation in texts.values())
    print(f"{path.name}: {len(texts)} texts, {missing} to translate")


def main() -> None:
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    sys.path.insert(0, str(ROOT / "build"))
    wanted, sentences = shown(), messages.said()
    for path in sorted(FOLDER.glob("poplar_nn_*.ts")):
        language = path.stem.rpartition("_")[2]
        known = read(path)
        texts = {text: known.get(text, "") for text in wanted}
        _write(path, texts, CONTEXT)
        subprocess.run(["lrelease", "-silent", str(path)], check=True)
        path = FOLDER / f"messages_{language}.ts"
        said = messages.carried_over(sentences - wanted, read(path))
        _write(path, said, "messages")
        path.with_suffix(".json").write_text(catalogue(said, texts), "utf-8")
    application.exitQgis()


if __name__ == "__main__":
    main()
