"""The language of expressions: what may be written, and what is said of the rest.

Python's own parser reads the text; the tree that it gives is walked, and what is not named here
is refused. Nothing of the text is ever run.
"""

from __future__ import annotations

import ast
import difflib
import math
import re
from collections.abc import Sequence

from poplar_nn_plugin.engine.bandmath.functions import (
    ACROSS,
    ALLOWED,
    ARITHMETIC,
    BITWISE,
    COMPARISONS,
    CONSTANTS,
    FUNCTIONS,
    INSTEAD,
    LOGIC,
    NOT_ALLOWED,
    Make,
    elementwise,
    logical,
    power,
    reduction,
    where,
)
from poplar_nn_plugin.engine.bandmath.operand import LETTERS, Operand
from poplar_nn_plugin.engine.bandmath.program import Builder, Value
from poplar_nn_plugin.errors import ParameterError

__all__ = ["Formula"]

_LONGEST = 4000  # characters
_DEEPEST = 100  # operations inside each other


class Formula:
    """One expression, read into the lines of a program.

    Parameters
    ----------
    text : str
    operands : sequence of Operand
        The rasters a, b, c …
    builder : Builder
        Where its lines go.

    Attributes
    ----------
    values : list of Value
        What it gives, one a band.

    Raises
    ------
    ParameterError
        If the text is not an expression, or names what is not there.
    """

    def __init__(self, text: str, operands: Sequence[Operand], builder: Builder):
        self._text = " ".join(text.split())
        self._operands = operands
        self._builder = builder
        values = self._walk(self._parsed(), 0)
        if any(builder.value_of(value) is not None for value in values):
            raise ParameterError(
                f'"{self._text}" uses no band, so it is the same everywhere. {self._variables()} '
                "Equal is written ==."
            )
        self.values = [builder.number(value) for value in values]

    def _parsed(self) -> ast.expr:
        if not self._text:
            raise ParameterError(f"An expression is empty. {self._variables()}")
        if len(self._text) > _LONGEST:
            raise ParameterError(
                f"An expression may have {_LONGEST} characters, this one has {len(self._text)}."
            )
        try:
            return ast.parse(self._text, mode="eval").body
        except SyntaxError as error:
            column = min(error.offset or len(self._text), len(self._text))
            raise ParameterError(
                f'"{_shortened(self._text)}" cannot be read at column {column}: {error.msg}. '
                f"{ALLOWED}",
                column=column,
            ) from error
        except (RecursionError, MemoryError, ValueError) as error:  # of the parser, by its input
            raise ParameterError(
                f'"{_shortened(self._text)}" cannot be read: it is nested too deeply, or holds '
                f"characters that do not belong there. {ALLOWED}"
            ) from error

    def _refused(self, node: ast.AST, what: str, hint: str = ALLOWED) -> ParameterError:
        start = self._text.encode()[: getattr(node, "col_offset", 0)]  # Python counts bytes
        column = len(start.decode(errors="ignore")) + 1
        return ParameterError(
            f'"{_shortened(self._text)}", column {column}: {what} {hint}'.rstrip(), column=column
        )

    def _walk(self, node: ast.expr, depth: int) -> list[Value]:
        """Return what a part of the tree gives, one value a band."""
        if depth > _DEEPEST:
            raise self._refused(
                node,
                f"more than {_DEEPEST} operations lie inside each other here.",
                "Cut the expression in two, or join many bands by sum, mean, min or max.",
            )
        if type(node) not in _WALKED:
            raise self._not_allowed(node, node)
        return _WALKED[type(node)](self, node, depth + 1)

    def _not_allowed(self, node: ast.AST, culprit: ast.AST) -> ParameterError:
        what = NOT_ALLOWED.get(type(culprit), type(culprit).__name__.lower())
        return self._refused(node, f"{what} is not allowed.", INSTEAD.get(type(culprit), ALLOWED))

    def _spread(self, node: ast.expr, make: Make, *args: ast.expr, depth: int):
        """Return `make` of the arguments, band by band; one band goes with any number of bands."""
        found = [self._walk(arg, depth) for arg in args]
        count = 1
        for number, values in enumerate(found):
            if len(values) != 1 != count and len(values) != count:
                several = next(i for i, v in enumerate(found) if len(v) == count)
                raise self._refused(
                    node,
                    f"{ast.unparse(args[several])} has {count} bands and "
                    f"{ast.unparse(args[number])} has {len(values)}.",
                    "Name the bands, such as a1, or use rasters with equally many.",
                )
            count = max(count, len(values))
        results = []
        for band in range(count):
            picked = [values[band if len(values) > 1 else 0] for values in found]
            results.append(self._made(node, make, picked))
        return results

    def _made(self, node: ast.expr, make: Make, values: list[Value]) -> Value:
        result = make(self._builder, *values)
        known = self._builder.value_of(result)
        if known is not None and not math.isfinite(known):
            given = [self._builder.value_of(value) for value in values]
            if all(math.isfinite(value) for value in given if value is not None):
                raise self._refused(node, f"{ast.unparse(node)} has no finite value.", "")
        return result

    def _constant(self, node: ast.Constant, depth: int) -> list[Value]:
        if isinstance(node.value, bool) or not isinstance(node.value, (int, float)):
            kind = "text" if isinstance(node.value, (str, bytes)) else repr(node.value)
            raise self._refused(node, f"{kind} is not allowed.")
        try:
            value = float(node.value)
        except OverflowError:
            value = math.inf
        if math.isinf(value):
            raise self._refused(node, "this number is too large.", "The largest is 1.8e308.")
        return [self._builder.constant(value)]

    def _name(self, node: ast.Name, depth: int) -> list[Value]:
        name = node.id.lower()
        if name in CONSTANTS:
            return [self._builder.constant(CONSTANTS[name])]
        match = re.fullmatch(r"([a-z])(\d*)", name, re.ASCII)
        raster = LETTERS.index(match[1]) if match else len(self._operands)
        if match and raster < len(self._operands):
            operand = self._operands[raster]
            if not match[2]:
                return [self._builder.band((raster, number)) for number in operand.bands]
            if match[2] in map(str, range(1, operand.count + 1)):
                return [self._builder.band((raster, int(match[2])))]
        if name in FUNCTIONS:
            raise self._refused(
                node, f"{name} is a function:", f"write its arguments behind it, {name}(…)."
            )
        raise self._refused(node, f"there is no {node.id}.", self._nearest(name))

    def _nearest(self, name: str) -> str:
        known = [*FUNCTIONS, *CONSTANTS]
        for letter, operand in zip(LETTERS, self._operands):
            known += [f"{letter}{band}" for band in range(1, operand.count + 1)]
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        return self._variables() + (f" Did you mean {close[0]}?" if close else "")

    def _variables(self) -> str:
        named = (f"{letter} = {operand}" for letter, operand in zip(LETTERS, self._operands))
        return f"The rasters are {', '.join(named)}; a1 is the first band of a."

    def _call(self, node: ast.Call, depth: int) -> list[Value]:
        name = node.func.id.lower() if isinstance(node.func, ast.Name) else None
        if name not in FUNCTIONS:
            if name is None:
                raise self._refused(node, f"{ast.unparse(node.func)} cannot be called.")
            close = difflib.get_close_matches(name, FUNCTIONS, n=1)
            hint = f" Did you mean {close[0]}?" if close else ""
            raise self._refused(node, f"there is no function {node.func.id}.{hint}")
        if node.keywords or any(isinstance(arg, ast.Starred) for arg in node.args):
            raise self._refused(node, f"{name} takes plain arguments only, no = and no *.", "")
        function, count = FUNCTIONS[name], len(node.args)
        if count < function.low or (function.high is not None and count > function.high):
            wanted = f"{function.low}{'' if function.high else ' or more'}"
            raise self._refused(node, f"{name} takes {wanted} values, here it has {count}.", "")
        if name in ACROSS and count == 1:
            return [self._made(node, function.make, self._walk(node.args[0], depth))]
        return self._spread(node, function.make, *node.args, depth=depth)

    def _binop(self, node: ast.BinOp, depth: int) -> list[Value]:
        kind = type(node.op)
        if kind in BITWISE:
            make = self._strict(BITWISE[kind], node, (node.left, node.right))
        elif kind is ast.Pow:
            make = power
        elif kind in ARITHMETIC:
            make = elementwise(ARITHMETIC[kind], 2).make
        else:
            raise self._not_allowed(node, node.op)
        return self._spread(node, make, node.left, node.right, depth=depth)

    def _unaryop(self, node: ast.UnaryOp, depth: int) -> list[Value]:
        if isinstance(node.op, ast.Invert):
            make = self._strict("logical_not", node, (node.operand,))
        elif isinstance(node.op, ast.Not):
            make = logical("logical_not")
        elif isinstance(node.op, ast.USub):
            make = elementwise("negative").make
        else:
            make = reduction("add")  # a plus sign: the number itself
        return self._spread(node, make, node.operand, depth=depth)

    def _boolop(self, node: ast.BoolOp, depth: int) -> list[Value]:
        return self._spread(node, logical(LOGIC[type(node.op)]), *node.values, depth=depth)

    def _compare(self, node: ast.Compare, depth: int) -> list[Value]:
        strange = [op for op in node.ops if type(op) not in COMPARISONS]
        if strange:
            raise self._not_allowed(node, strange[0])
        ops = [COMPARISONS[type(op)] for op in node.ops]

        def chain(builder: Builder, *values: Value) -> Value:
            numbers = [builder.number(value) for value in values]
            found = [
                builder.add(op, left, right, truth=True)
                for op, left, right in zip(ops, numbers, numbers[1:])
            ]
            return logical("logical_and")(builder, *found)

        return self._spread(node, chain, node.left, *node.comparators, depth=depth)

    def _ifexp(self, node: ast.IfExp, depth: int) -> list[Value]:
        return self._spread(node, where, node.test, node.body, node.orelse, depth=depth)

    def _strict(self, op: str, node: ast.expr, args: tuple) -> Make:
        """Return an operation that takes conditions only: in Python & is one on bits."""

        def make(builder: Builder, *values: Value) -> Value:
            for arg, value in zip(args, values):
                if not value.truth:
                    raise self._refused(
                        node,
                        f"& | ~ join conditions, and {ast.unparse(arg)} is a number.",
                        "Put comparisons in parentheses: (a1 > 3) & (a2 < 5); of a mask write "
                        "b1 != 0.",
                    )
            return logical(op)(builder, *values)

        return make


_WALKED = {
    ast.Constant: Formula._constant,
    ast.Name: Formula._name,
    ast.Call: Formula._call,
    ast.BinOp: Formula._binop,
    ast.UnaryOp: Formula._unaryop,
    ast.BoolOp: Formula._boolop,
    ast.Compare: Formula._compare,
    ast.IfExp: Formula._ifexp,
}


def _shortened(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:117]}..."
