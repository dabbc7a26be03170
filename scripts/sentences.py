"""Read the texts of a module as templates: f-strings, and what they choose between."""

from __future__ import annotations

import ast
import itertools
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Module", "is_text"]

_MOST = 6  # templates of one text; with more, its longer parts are templates of their own
_SHORT = 8  # letters of what is never a template of its own, such as the ending of a plural
_NO_NAMES = {"self", "len", "str", "Path", "join", "int", "sorted", "format", "list", "map"}


@dataclass(frozen=True)
class _Hole:
    """What is filled in: its name for a translator, and how a number is formatted."""

    name: str
    form: str = ""


@dataclass(frozen=True)
class _Variant:
    """A text as it is for some choices of the code: condition to whether it holds."""

    pieces: tuple = ()
    choices: dict = field(default_factory=dict)

    def joined(self, other: _Variant) -> _Variant | None:
        """Return both, one behind the other, or None if their choices contradict each other."""
        if any(self.choices.get(key, value) != value for key, value in other.choices.items()):
            return None
        return _Variant(self.pieces + other.pieces, {**self.choices, **other.choices})

    def where(self, condition: ast.AST, holds: bool) -> _Variant | None:
        """Return it for where a condition holds, or does not; None if it is for the opposite."""
        key, value = _condition(condition, holds)
        return _Variant((), {key: value}).joined(self)

    def text(self) -> str:
        """Return the template; holes of one name are numbered."""
        parts, seen = [], {}
        for piece in self.pieces:
            if isinstance(piece, str):
                parts.append(piece.replace("{", "{{").replace("}", "}}"))
                continue
            seen[piece.name] = seen.get(piece.name, 0) + 1
            number = f"_{seen[piece.name]}" if seen[piece.name] > 1 else ""
            parts.append(f"{{{piece.name}{number}{piece.form and ':' + piece.form}}}")
        return "".join(parts)


class Module:
    """The texts of a module.

    Parameters
    ----------
    path : Path
    """

    def __init__(self, path: Path):
        self._tree = ast.parse(path.read_text("utf-8"))
        self._parents = {
            child: node for node in ast.walk(self._tree) for child in ast.iter_child_nodes(node)
        }
        self._constants = {
            node.targets[0].id: node.value
            for node in self._tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and is_text(node.value)
        }

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield what a node is part of, from the inside out."""
        while (node := self._parents.get(node)) is not None:
            yield node

    def templates(self, wanted: Callable[[Module, ast.AST], bool]) -> Iterator[tuple]:
        """Yield text and template of each text that is wanted and no part of another.

        Parameters
        ----------
        wanted : callable
            Takes this module and a text's node, and returns whether it counts.
        """
        found, parts = [], set()
        for node in ast.walk(self._tree):  # from the outside in
            if is_text(node) and node not in parts and wanted(self, node):
                for longest in (sys.maxsize, _SHORT):
                    inner: set[ast.AST] = set()
                    variants = self._of(node, longest, inner)
                    if len(variants) <= _MOST:
                        break
                parts |= inner - {node}
                found += [(node, each.text()) for each in variants]
        return iter([one for one in found if one[0] not in parts])

    def _of(self, node: ast.AST, longest: int, inner: set[ast.AST]) -> list[_Variant]:
        """Return what an expression may give, and note in `inner` what that is made of."""
        if isinstance(node, ast.FormattedValue):
            form = "".join(_form(each) for each in _forms(node))
            if form or node.conversion == ord("r"):
                return [_Variant((_Hole(_name(node.value), form),))]
            return self._of(node.value, longest, inner)
        if not self._is_known(node, longest):
            return [_Variant((_Hole(_name(node)),))]
        inner.add(node)
        if isinstance(node, ast.Constant):
            return [_Variant((node.value,))]
        if isinstance(node, ast.JoinedStr):
            return _joined(self._of(part, longest, inner) for part in node.values)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return _joined(self._of(side, longest, inner) for side in (node.left, node.right))
        if isinstance(node, ast.BinOp):  # a text times a condition
            text, test = node.left, node.right
            if is_text(node.right):
                text, test = test, text
            given = self._of(text, longest, inner)
            return _chosen(test, given, [_Variant()])
        if isinstance(node, ast.IfExp):
            sides = (self._of(side, longest, inner) for side in (node.body, node.orelse))
            return _chosen(node.test, *sides)
        if isinstance(node, ast.BoolOp):
            first, last = node.values[0], self._of(node.values[-1], longest, inner)
            if isinstance(node.op, ast.And):
                return _chosen(first, last, [_Variant()])
            return _chosen(first, self._of(first, longest, inner), last)
        if isinstance(node, ast.Name) and self._is_said_alone(node):
            inner = set()
        return [one for each in self._values(node) for one in self._of(each, longest, inner)]

    def _is_said_alone(self, name: ast.Name) -> bool:
        """Return whether what has a name is also said by itself, and not as a part alone."""
        if self._constants.get(name.id) in self._values(name):
            return True
        function = next(one for one in self.above(name) if isinstance(one, _FUNCTIONS))
        parts = (ast.FormattedValue, ast.BinOp, ast.IfExp, ast.BoolOp, ast.Compare)
        return any(
            isinstance(each, ast.Name)
            and each.id == name.id
            and isinstance(each.ctx, ast.Load)
            and not isinstance(self._parents[each], parts)
            for each in ast.walk(function)
        )

    def _is_known(self, node: ast.AST, longest: int) -> bool:
        """Return whether an expression is a text, or chooses between texts that stand here."""
        if isinstance(node, ast.JoinedStr):
            return longest > _SHORT or not isinstance(self._parents[node], ast.IfExp)
        if isinstance(node, ast.Constant):
            return isinstance(node.value, str) and (
                len(node.value) <= longest or not self._is_chosen(node)
            )
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return any(self._is_known(side, longest) for side in (node.left, node.right))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            text = node.left if is_text(node.left) else node.right
            return is_text(text) and self._is_known(text, longest)
        if isinstance(node, ast.IfExp):
            sides = [self._is_known(side, longest) for side in (node.body, node.orelse)]
            return all(sides) if longest == _SHORT else any(sides)
        if isinstance(node, ast.BoolOp):
            return self._is_known(node.values[-1], longest)
        if isinstance(node, ast.Name):
            values = self._values(node)
            return bool(values) and all(self._is_known(each, longest) for each in values)
        return False

    def _is_chosen(self, node: ast.AST) -> bool:
        """Return whether a text is one of several, or may be left out."""
        return isinstance(self._parents[node], (ast.IfExp, ast.BinOp, ast.BoolOp, ast.Assign))

    def _values(self, name: ast.Name) -> list[ast.AST]:
        """Return what a name is assigned in its function, or in the module; empty if unknown."""
        function = next((one for one in self.above(name) if isinstance(one, _FUNCTIONS)), None)
        known = self._constants.get(name.id)
        if function is None or _is_argument(function, name.id):
            return []
        stored = [
            each
            for each in ast.walk(function)
            if isinstance(each, ast.Name) and each.id == name.id and isinstance(each.ctx, ast.Store)
        ]
        if not stored:
            return [known] if known is not None else []
        values = []
        for each in stored:
            parent = self._parents[each]
            if isinstance(parent, ast.Assign):
                values.append(parent.value)
            elif isinstance(parent, ast.Tuple) and isinstance(self._parents[parent], ast.Assign):
                given = self._parents[parent].value
                if not isinstance(given, ast.Tuple):
                    return []
                values.append(given.elts[parent.elts.index(each)])
            else:
                return []
        itself = any(name.id == getattr(one, "id", "") for each in values for one in ast.walk(each))
        return [] if itself else values


_FUNCTIONS = (ast.FunctionDef, ast.Lambda)


def is_text(node: ast.AST) -> bool:
    """Return whether a node is a text that stands in the code."""
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _is_argument(function: ast.AST, name: str) -> bool:
    return any(getattr(each, "arg", "") == name for each in ast.walk(function.args))


def _forms(node: ast.FormattedValue) -> list[ast.AST]:
    return node.format_spec.values if node.format_spec else []


def _form(part: ast.AST) -> str:
    return part.value if isinstance(part, ast.Constant) else "?"


def _joined(parts: Iterable[list[_Variant]]) -> list[_Variant]:
    found = [_Variant()]
    for part in parts:
        pairs = (one.joined(other) for one in found for other in part)
        found = [each for each in itertools.islice(pairs, 200) if each is not None]
    return found


def _chosen(test: ast.AST, yes: list[_Variant], no: list[_Variant]) -> list[_Variant]:
    found = [each.where(test, True) for each in yes] + [each.where(test, False) for each in no]
    return [each for each in found if each is not None]


def _condition(test: ast.AST, holds: bool) -> tuple[str, bool]:
    """Return a condition, and whether it holds, so that ``n > 1`` is what ``n == 1`` is not."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _condition(test.operand, not holds)
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.Gt, ast.NotEq)):
        text = ast.unparse(test.left), ast.unparse(test.comparators[0])
        return " == ".join(text), not holds
    return ast.unparse(test), holds


def _name(node: ast.AST) -> str:
    """Return the name of a hole: the last identifiers of what fills it."""
    found = []
    for each in ast.walk(node):
        name = getattr(each, "attr", getattr(each, "id", None))
        if isinstance(each, ast.Constant) and str(each.value).isidentifier():
            name = str(each.value)
        if isinstance(name, str):
            found.append((each.end_lineno, each.end_col_offset, name.strip("_").lower()))
    names = [name for *_, name in sorted(found) if name and name not in _NO_NAMES]
    return "_".join(names[-2:]) or "value"
