"""What can be written in an expression, and what it becomes: lines of a program."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from dataclasses import dataclass

from poplar_nn_plugin.engine.bandmath.program import Builder, Value

__all__ = [
    "ACROSS",
    "ALLOWED",
    "ARITHMETIC",
    "BITWISE",
    "COMPARISONS",
    "CONSTANTS",
    "FUNCTIONS",
    "INSTEAD",
    "LOGIC",
    "NOT_ALLOWED",
    "Function",
    "Make",
    "elementwise",
    "logical",
    "power",
    "reduction",
    "where",
]

Make = Callable[..., Value]
"""Takes a builder and values, and returns the value that the new lines give."""

_LARGEST_EXPONENT = 8  # written out as products, which round alike everywhere and are fast


@dataclass(frozen=True)
class Function:
    """How many arguments a function takes (`high` None: any number), and what it makes."""

    low: int
    high: int | None
    make: Make


def elementwise(op: str, count: int = 1, truth: bool = False) -> Function:
    """Return a function of numbers, pixel by pixel; `truth` where it gives a condition."""
    return Function(count, count, lambda b, *v: b.add(op, *map(b.number, v), truth=truth))


def reduction(op: str) -> Make:
    """Return an operation on two numbers, applied over any number of them in turn."""

    def join(builder: Builder, first: Value, *others: Value) -> Value:
        result = builder.number(first)
        for other in others:
            result = builder.add(op, result, builder.number(other))
        return result

    return join


def _mean(builder: Builder, *values: Value) -> Value:
    total = reduction("add")(builder, *values)
    return builder.add("divide", total, builder.constant(float(len(values))))


def where(builder: Builder, condition: Value, yes: Value, no: Value) -> Value:
    """Return `yes` where the condition holds, `no` elsewhere."""
    choice = builder.condition(condition)
    return builder.add("where", choice, builder.number(yes), builder.number(no))


def _clip(builder: Builder, value: Value, low: Value, high: Value) -> Value:
    raised = builder.add("maximum", builder.number(value), builder.number(low))
    return builder.add("minimum", raised, builder.number(high))


# One argument alone stands for its bands: mean(a) is the mean of all bands of raster a.
ACROSS = {
    "min": Function(1, None, reduction("minimum")),
    "max": Function(1, None, reduction("maximum")),
    "sum": Function(1, None, reduction("add")),
    "mean": Function(1, None, _mean),
}

FUNCTIONS: dict[str, Function] = {
    **{name: elementwise(name) for name in ("sqrt", "exp", "log", "log10", "floor", "ceil")},
    **{name: elementwise(name) for name in ("sin", "cos", "tan", "arcsin", "arccos", "arctan")},
    "abs": elementwise("absolute"),
    "round": elementwise("rint"),
    "arctan2": elementwise("arctan2", 2),
    "isnan": elementwise("isnan", truth=True),
    "isfinite": elementwise("isfinite", truth=True),
    **ACROSS,
    "where": Function(3, 3, where),
    "clip": Function(3, 3, _clip),
}
"""The functions, by the names that expressions have for them."""

CONSTANTS = {"pi": math.pi, "nan": math.nan, "nodata": math.nan}

ARITHMETIC = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.FloorDiv: "floor_divide",
    ast.Mod: "remainder",
}
COMPARISONS = {
    ast.Lt: "less",
    ast.LtE: "less_equal",
    ast.Gt: "greater",
    ast.GtE: "greater_equal",
    ast.Eq: "equal",
    ast.NotEq: "not_equal",
}
BITWISE = {ast.BitAnd: "logical_and", ast.BitOr: "logical_or"}
LOGIC = {ast.And: "logical_and", ast.Or: "logical_or"}

ALLOWED = (
    "Allowed are numbers, bands such as a1, + - * / // % **, comparisons (< <= > >= == !=), "
    "and, or, not, & | ~ between conditions, x if c else y, pi, nodata, and the functions "
    f"{', '.join(sorted(FUNCTIONS))}."
)
NOT_ALLOWED = {  # what people call it
    ast.Attribute: "a dot behind a name",
    ast.Subscript: "square brackets behind a name",
    ast.Lambda: "lambda",
    ast.List: "a list",
    ast.Tuple: "a comma outside a function",
    ast.Dict: "a dictionary",
    ast.Set: "a set",
    ast.JoinedStr: "text",
    ast.NamedExpr: ":=",
    ast.Starred: "a star before a name",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.MatMult: "@",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.ListComp: "a loop",
    ast.GeneratorExp: "a loop",
}
INSTEAD = {
    ast.BitXor: "A power is written **.",
    ast.Is: "Equal is written ==.",
    ast.IsNot: "Unequal is written !=.",
}


def logical(op: str) -> Make:
    """Return `op` over conditions; a number counts as true where it is not 0."""

    def make(builder: Builder, first: Value, *others: Value) -> Value:
        result = builder.condition(first)
        if op == "logical_not":
            return builder.add(op, result, truth=True)
        for other in others:
            result = builder.add(op, result, builder.condition(other), truth=True)
        return result

    return make


def power(builder: Builder, base: Value, exponent: Value) -> Value:
    """Return a power: of a small whole exponent by multiplying, which rounds alike everywhere."""
    base, exponent = builder.number(base), builder.number(exponent)
    known = builder.value_of(exponent)
    if builder.value_of(base) is None and known is not None:
        if known == 0.5:
            return builder.add("sqrt", base)
        if abs(known) in range(1, _LARGEST_EXPONENT + 1):
            result = _multiplied(builder, base, int(abs(known)))
            one = builder.constant(1.0)
            return result if known > 0 else builder.add("divide", one, result)
    return builder.add("power", base, exponent)


def _multiplied(builder: Builder, base: Value, times: int) -> Value:
    """Return `base` to the power of `times`, by squares."""
    if times == 1:
        return base
    half = _multiplied(builder, base, times // 2)
    squared = builder.add("multiply", half, half)
    return builder.add("multiply", squared, base) if times % 2 else squared
