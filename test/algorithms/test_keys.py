"""Every id, key, type, default and flag of the toolbox, as `keys.txt` has them.

Chains of other people call them: ids, keys and outputs may grow, and never go. This writes the
file anew; read what changed in it before you commit it:
POPLARNN_WRITE_KEYS=1 scripts/test.sh test/algorithms/test_keys.py
"""

import difflib
import os
from pathlib import Path

import pytest
from qgis.core import QgsProcessingParameterDefinition

FILE = Path(__file__).with_name("keys.txt")
WRITE = "POPLARNN_WRITE_KEYS"
COMMAND = f"{WRITE}=1 scripts/test.sh test/algorithms/test_keys.py"
ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced
OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional
NO_END = 1e308  # what QGIS says of a number without an end


def ends(number):
    low, high = (
        f"{end:.12g}" if abs(end) < NO_END else "" for end in (number.minimum(), number.maximum())
    )
    return f"{low}..{high}"


def form(definition):
    """Return what values a parameter takes, in words."""
    kind = definition.type()
    if kind == "number":
        whole = definition.dataType() == type(definition).Type.Integer
        return [kind, "whole" if whole else "real", ends(definition)]
    if kind == "enum":
        many = ["several"] if definition.allowMultiple() else []
        return [kind, *many, "of", "|".join(definition.options())]
    if kind in ("field", "band"):
        many = ["several"] if definition.allowMultiple() else []
        return [kind, *many, "of", definition.parentLayerParameterName()]
    if kind == "file" and definition.behavior() == type(definition).Behavior.Folder:
        return ["folder"]
    return [kind]


def line(definition):
    """Return all that a caller of a parameter counts on, in one line."""
    words = form(definition)
    words += ["advanced"] if definition.flags() & ADVANCED else []
    words += ["optional"] if definition.flags() & OPTIONAL else []
    if definition.isDestination() and not definition.createByDefault():
        words.append("not by itself")
    default = definition.defaultValue()
    if default is not None:
        number = definition.type() == "number"
        words.append(f"default {default:.12g}" if number else f"default {default!r}")
    return " ".join(words)


def lines(algorithm):
    """Return the id, the keys and the outputs of an algorithm, in their order."""
    name = algorithm.name()
    told = [f"{name}: {algorithm.groupId()}"]
    told += [f"{name} {d.name()}: {line(d)}" for d in algorithm.parameterDefinitions()]
    told += [f"{name} -> {o.name()}: {o.type()}" for o in algorithm.outputDefinitions()]
    return told


def key(told):
    return told.partition(":")[0]


def lost(before, now):
    """Return the ids, keys and outputs that were there."""
    there = set(map(key, now))
    return [key(told) for told in before if key(told) not in there]


@pytest.fixture(scope="module")
def toolbox_lines(provider):
    algorithms = sorted(provider.algorithms(), key=lambda algorithm: algorithm.name())
    return [told for algorithm in algorithms for told in lines(algorithm)]


def test_ids_keys_types_defaults_and_flags_are_those_of_the_file(toolbox_lines):
    kept = FILE.read_text(encoding="utf-8").splitlines()
    gone = lost(kept, toolbox_lines)
    if os.environ.get(WRITE) and not gone:
        FILE.write_text("\n".join(toolbox_lines) + "\n", encoding="utf-8")
        return

    assert not gone, f"ids and keys are for ever; only a hand takes a line out of {FILE.name}"
    changes = [
        told
        for told in difflib.unified_diff(kept, toolbox_lines, lineterm="", n=0)
        if not told.startswith(("---", "+++", "@@"))
    ]
    told = [f"{FILE.name} (-) is not what the toolbox has (+); if meant: {COMMAND}", *changes]
    assert not changes, "\n".join(told)


@pytest.mark.parametrize(
    ("now", "gone"),
    [
        (["a: map", "a K: string"], ["a -> N"]),
        (["a: map", "a K: number whole 0..1 default 0", "a -> N: outputNumber"], []),
        (["a: map", "a L: string", "a -> N: outputNumber"], ["a K"]),
    ],
    ids=["output", "type", "renamed"],
)
def test_what_is_lost_is_found(now, gone):
    assert gone == lost(["a: map", "a K: string", "a -> N: outputNumber"], now)
