"""Find the sentences that the plugin says: messages, errors and pages, as templates.

The code says them in English, most as f-strings. Here each becomes a template: what is filled in
stands as a named hole, ``{name}`` for text and ``{name:.2f}`` for a number, and what the code
chooses between (``'s' * (n > 1)``, ``"is" if … else "are"``) gives a template each.
`poplar_nn_plugin.language` finds the template of a sentence again when it is said.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from sentences import Module, is_text

__all__ = ["carried_over", "said"]

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = ROOT / "poplar_nn_plugin"
PAGES = ROOT / "resources" / "templates"
# Words that the code puts together with what it counts or says, one by one.
EXTRA = {
    *("area", "areas", "block", "blocks", "error", "errors", "field", "fields", "fold", "folds"),
    *("group", "groups", "image", "images", "patch", "patches", "pixel", "pixels", "place"),
    *("places", "point", "points", "polygon", "polygons", "warning", "warnings", "zone", "zones"),
    *("train {amount}", "valid {amount}", "test {amount}"),
    *("{count:d} train", "{count:d} valid", "{count:d} test"),
    *("{name} {area:.3g} ha", "{name} {area:.3g} ha, {gone:d} whole", "{name} {gone:d} whole"),
    *(
        "{key} ({why}) {count:d}",
        "Threads",
        "Reports",
        "System",
        "Installed",
        "Networks",
        "Packages",
        "Devices",
        "Feature",
    ),
    *("QGIS", "GDAL", "NumPy", "SciPy", "matplotlib", "Jinja2"),
    *("none", "training", "Predictions", "Split"),
}
# What looks like a sentence and is none: it is compared, or goes to programs and programmers.
_UNSAID = {
    " All rasters",
    '"probability" - "right"',
    "ESRI Shapefile",
    "Grow and Segment",
    "Installing collected packages",
    "Missing dependencies for SOCKS",
    "No matching distribution found|Could not find a version",
    "Poplar NN {versioninfo}",
    "Progress ",
    "Sans Serif",
    "Undefined ",
    "array {thing_dtype} {thing_shape};",
    "cannot import name",
    "for arrays, private to us and the client",
    "image/png; mode=24bit",
    "image/png; mode=32bit",
    "module {name} has no attribute {name_2}",
    "next batch",
    "npy file",
    "pip ",
    "poplarnn live",
    "poplarnn regions",
    "the folder of that module, if it is not the plugin's own",
    "the module that holds the table of jobs",
    "{thing} of;",
    "{id} is run by an instance of its own.",
}
# Modules that speak to programmers on a command line, and to nobody else.
_COMMAND_LINE = {"installation/collect.py", "nn/training/distributed.py"}
_LANGUAGE = "language/"
_SAYING = {"message", "warn", "pushInfo", "pushWarning"}
_DRAWING = {"set_title", "set_xlabel", "set_ylabel", "text", "_said", "say"}
_NOT_SHOWN = {"tr", "compile", "getattr", "_label", "execute", "ExecuteSQL"}
_HOLE = re.compile(r"\{(\w+)(:[^{}]*)?\}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"[^\W\d_]{2,}[^\s{}]* .*[^\W\d_]|[^\W\d_]{2,}[.:,;]? | [^\W\d_]{2,}")
# What looks like words and is code: styles, queries, expressions of QGIS, markup, patterns.
_CODE = re.compile(
    r"^(CASE|WHEN|SELECT|\+proj|PG:|POLYGON|import |intersects|--)|text-align|^color:|[{]{2}"
    r"|^\s*<[{!/\w]|\w\|\w.*\|| AND $|^(upper|lower) (left|right)$|^dash dot"
)


def said() -> set[str]:
    """Return every template that needs a translation."""
    return {*templates(), *pages(), *EXTRA}


def carried_over(texts: set[str], known: dict[str, str]) -> dict[str, str]:
    """Return the translation of each text, empty where there is none.

    A text keeps its translation where only the names of its holes have changed.

    Parameters
    ----------
    texts : set of str
    known : dict of str to str
        The translations that there are.
    """
    by_form = {_HOLE.sub("{}", source): source for source, text in known.items() if text}
    found = {}
    for text in texts:
        older = text if text in known else by_form.get(_HOLE.sub("{}", text), "")
        names = dict(zip(_HOLE.findall(older), _HOLE.findall(text)))
        renamed = {old[0]: new[0] for old, new in names.items()}
        found[text] = re.sub(
            r"(?<=\{)\w+", lambda name, new=renamed: new[name[0]], known.get(older, "")
        )
    return found


def templates() -> dict[str, str]:
    """Return each template of the plugin's code, and where it stands."""
    found: dict[str, str] = {}
    for path in sorted(PLUGIN.rglob("*.py")):
        name = path.relative_to(PLUGIN).as_posix()
        if name in _COMMAND_LINE or name.startswith(_LANGUAGE):
            continue
        module = Module(path)
        page = name.startswith("reports/")
        for node, text in module.templates(_may_be_said):
            if _is_said(module, node, text) or (page and _is_label(module, node, text)):
                found.setdefault(text, f"{name}:{node.lineno}")
    return found


def pages() -> dict[str, str]:
    """Return each text of the templates of pages, and where it stands."""
    from jinja2 import Environment

    environment = Environment(extensions=["jinja2.ext.i18n"])
    found = {}
    for path in sorted(PAGES.glob("*.html")):
        for line, _, text in environment.extract_translations(path.read_text("utf-8")):
            found.setdefault(_holes(text), f"{path.name}:{line}")
    plain = PAGES / "checklabels.html"
    for text in re.findall(r"(?<=>)[^<>]+(?=<)", plain.read_text("utf-8")):
        source = re.sub(r"\$(\w+)", r"{\1}", text.strip())
        if re.search("[a-z]", _HOLE.sub("", source)):
            found.setdefault(source, plain.name)
    return found


def _holes(text: str) -> str:
    """Return a text of a page with its holes as templates have them."""
    return re.sub(r"%\((\w+)\)s", r"{\1}", text).replace("%%", "%")


def _may_be_said(module: Module, node: ast.AST) -> bool:
    for above in module.above(node):
        if isinstance(above, ast.Expr) and above.value is node:  # a docstring
            return False
        if isinstance(above, ast.Call) and _called(above) in _NOT_SHOWN:
            return False
        annotation = getattr(above, "annotation", None)
        if annotation is not None and node in ast.walk(annotation):
            return False
    return True


def _is_said(module: Module, node: ast.AST, text: str) -> bool:
    bare = re.sub(r"\{[^{}]*\}", "{}", text)
    if text in _UNSAID or _CODE.search(text) or not _WORD.search(bare):
        return False
    return bool(_SENTENCE.search(bare)) or (bare.upper() != bare and _stands_in_one(module, node))


def _stands_in_one(module: Module, node: ast.AST) -> bool:
    """Return whether a word is chosen, or stands alone, in what is said or raised."""
    for above in module.above(node):
        if isinstance(above, ast.Raise):
            return True
        if isinstance(above, ast.Call):
            parent = next(module.above(above), None)
            return _called(above) in _SAYING or isinstance(parent, ast.Raise)
        if not (is_text(above) or isinstance(above, (ast.FormattedValue, ast.IfExp, ast.BinOp))):
            return False
    return False


def _is_label(module: Module, node: ast.AST, text: str) -> bool:
    """Return whether a word is the label of a row, a column, an axis or a curve of a page."""
    parent, *above = module.above(node)
    if not _WORD.fullmatch(text.strip()):
        return False
    if isinstance(parent, ast.keyword):
        return parent.arg == "label"
    if isinstance(parent, ast.Call):
        return _called(parent) in _DRAWING
    if isinstance(parent, ast.Subscript) or _is_for_programs(parent, above[0]):
        return False
    inside = [one for one in (parent, *above[:2]) if isinstance(one, (ast.Tuple, ast.List))]
    return bool(inside) and not isinstance(above[0], ast.Compare)


def _is_for_programs(words: ast.AST, above: ast.AST) -> bool:
    """Return whether words are names of a module, or keys that are looked up."""
    if isinstance(above, ast.Subscript):
        return True
    if isinstance(above, ast.Assign):
        return getattr(above.targets[0], "id", "") == "__all__"
    return getattr(above, "iter", None) is words and all(
        isinstance(one, ast.Constant) for one in getattr(words, "elts", [None])
    )


def _called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))
