"""What a docstring says of parameters is what the signature has: all of them, and in its order."""

from __future__ import annotations

import ast
import re

import pytest
from layers import PLUGIN, module_name

from build import ROOT
from poplar_nn_plugin import settings

FILES = sorted((ROOT / PLUGIN).rglob("*.py"))
_SECTION = re.compile(r"^Parameters\n-+\n(.*?)(?=\n\n?[A-Z][A-Za-z ]+\n-{3,}|\Z)", re.S | re.M)


def documented(docstring: str | None) -> list[str] | None:
    """Return the names that a docstring lists as parameters, None where it lists none."""
    section = _SECTION.search(docstring or "")
    if section is None:
        return None
    heads = [line for line in section[1].splitlines() if line and not line.startswith(" ")]
    names = [head.partition(" :")[0] for head in heads]
    return [name.strip().lstrip("*") for head in names for name in head.split(",")]


def taken(node: ast.AST) -> list[str]:
    """Return the parameters of a function, or those a class is made with, but the first."""
    if isinstance(node, ast.ClassDef):
        made = [one for one in node.body if getattr(one, "name", "") == "__init__"]
        if made:
            return taken(made[0])
        return [
            one.target.id
            for one in node.body
            if isinstance(one, ast.AnnAssign)
            and not one.target.id.startswith("_")
            and "ClassVar" not in ast.unparse(one.annotation)
            and "init=False" not in ast.unparse(one)
        ]
    arguments = node.args
    names = [*arguments.posonlyargs, *arguments.args, arguments.vararg]
    names += [*arguments.kwonlyargs, arguments.kwarg]
    return [name.arg for name in names if name is not None and name.arg not in ("self", "cls")]


def declared(node: ast.ClassDef) -> set[str]:
    """Return the fields of a class whose declaration says all: a title, a range and a help."""
    return {
        one.target.id
        for one in node.body
        if isinstance(one, ast.AnnAssign)
        and isinstance(one.value, ast.Call)
        and ast.unparse(one.value.func) in settings.__all__
    }


def differences(source: str) -> list[str]:
    """Return one line for each docstring of a module that does not fit its signature."""
    wrong = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            listed, names = documented(ast.get_docstring(node)), taken(node)
            if listed is not None and isinstance(node, ast.ClassDef):
                names = [name for name in names if name in listed or name not in declared(node)]
            if listed not in (None, names):
                wrong.append(f"{node.name} documents {listed}, takes {names}")
    return wrong


@pytest.mark.parametrize("path", FILES, ids=lambda path: module_name(path, ROOT / PLUGIN))
def test_docstrings_document_what_is_taken(path):
    assert differences(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("signature", "listed", "right"),
    [
        ("def f(a, b=1, *c, d, **e)", "a : int\n    b, *c\n    d\n    **e : dict", True),
        ("def f(a, b)", "a : int", False),
        ("def f(a)", "a, b : int", False),
        ("def f(a, b)", "b : int\n    a : int", False),
    ],
)
def test_a_docstring_that_has_drifted_is_found(signature, listed, right):
    source = f'{signature}:\n    """Do.\n\n    Parameters\n    ----------\n    {listed}\n    """\n'

    assert (differences(source) == []) is right
