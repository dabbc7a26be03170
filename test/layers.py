"""The rule of the layers: who may import what. `test_layers.py` holds every file to it."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, field
from pathlib import Path

PLUGIN = "poplar_nn_plugin"
HEAVY = {"tensorflow", "keras", "h5py", "sklearn"}  # never in QGIS's process
BASE = [
    "errors",
    "passwords",
    "progress",
    "registry",
    "files",
    "places",
    "journal",
    "leftovers",
    "signals",
    "guard",
]
# What of `nn` every side may use: data types and plain numbers, numpy and no more.
LIGHT = [
    f"nn.{name}"
    for name in (
        "classes",
        "spec",
        "dataset",
        "datasetwriter",
        "scaling",
        "split",
        "nearness",
        "card",
        "bandscale",
        "fields",
        "imagefields",
        "scorefields",
        "trainingfields",
        "datasetfields",
        "archive",
        "npy",
        "versions",
        "settings",
        "augment",
        "detail",
        "batches",
        "scores",
        "stratify",
        "foldrule",
        "domain",
        "matching",
        "overlap",
        "edges",
        "pixelsize",
    )
]
# What of the engine and of users' functions does without GDAL: the worker uses it too.
BLOCK = [f"engine.{name}" for name in ("window", "output", "settle", "step", "parallel", "cluster")]
CROSSING = "blocks.crossing"
CLIENT = [
    f"worker.{name}"
    for name in (
        "client",
        "answers",
        "environment",
        "frames",
        "process",
        "pulse",
        "remains",
        "jobs",
    )
]


@dataclass(frozen=True)
class Layer:
    """What the modules of one layer may import besides the standard library.

    Parameters
    ----------
    own : list of str
        Modules of the plugin; a package stands for all that is in it.
    libraries : set of str
        Anywhere.
    lazy : set of str
        Inside functions only.
    """

    own: list[str]
    libraries: set[str] = field(default_factory=set)
    lazy: set[str] = field(default_factory=set)


_NETWORKS = HEAVY | {"matplotlib", "jinja2"}
_QGIS_SIDE = [*BASE, "engine", "filters", *LIGHT, "nn.architectures", *CLIENT, "chain"]

# The longest name that fits a module is its layer.
LAYERS = {
    "__init__": Layer(["plugin"]),
    **{name: Layer(BASE) for name in BASE},
    "engine": Layer([*BASE, "engine"], {"numpy", "osgeo"}, {"joblib", "distributed"}),
    **{
        f"engine.{name}": Layer([*BASE, *BLOCK], {"numpy"})
        for name in ("window", "output", "settle", "step")
    },
    "engine.parallel": Layer([*BASE, *BLOCK], set(), {"joblib"}),
    "engine.cluster": Layer([*BASE, *BLOCK], set(), {"distributed"}),
    "blocks": Layer([*BASE, *BLOCK, "blocks"], {"numpy"}, {"joblib", "distributed"}),
    CROSSING: Layer([*BASE, *BLOCK], {"numpy"}),
    "filters": Layer([*BASE, "engine", "filters"], {"numpy"}, {"cv2", "osgeo"}),
    "nn": Layer([*BASE, "nn"], {"numpy"}, {*_NETWORKS, "scipy", "joblib", "psutil"}),
    **{name: Layer([*BASE, *LIGHT], {"numpy"}) for name in LIGHT},
    # A card names an architecture, which must be one of those that there are.
    "nn.card": Layer([*BASE, *LIGHT, "nn.architectures"], {"numpy"}),
    "nn.detail": Layer([*BASE, *LIGHT], {"numpy"}, {"scipy"}),
    "worker": Layer([*BASE, "nn.npy", "worker"], {"numpy"}),
    "chain": Layer([*BASE, "engine", *LIGHT, CROSSING, *CLIENT, "chain"], {"numpy", "osgeo"}),
    "algorithms": Layer([*_QGIS_SIDE, "algorithms"], {"numpy", "osgeo", "qgis"}),
    "gui": Layer([*_QGIS_SIDE, "algorithms", "gui"], {"numpy", "osgeo", "qgis"}),
    "provider": Layer([*_QGIS_SIDE, "algorithms"], {"qgis"}),
    "plugin": Layer([*_QGIS_SIDE, "provider", "gui"], {"qgis"}),
}


@dataclass(frozen=True)
class Import:
    """One import: the dotted name, its line, and whether it waits for a function to run."""

    name: str
    line: int
    lazy: bool


def module_name(path: Path, root: Path) -> str:
    """Return the dotted name of a file inside the plugin; a package has its folder's name."""
    parts = path.relative_to(root).with_suffix("").parts
    if parts[-1] == "__init__" and len(parts) > 1:
        parts = parts[:-1]
    return ".".join(parts)


def within(name: str, packages) -> bool:
    """Return whether a dotted name is one of `packages` or lies in one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def layer_of(module: str) -> str | None:
    """Return the name of the layer that `module` belongs to, or None."""
    fitting = [name for name in LAYERS if within(module, [name])]
    return max(fitting, key=len, default=None)


def imports(tree: ast.AST, lazy: bool = False) -> list[Import]:
    """Return every import of a syntax tree, those by a literal name at run time included."""
    found = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            found += [Import(alias.name, node.lineno, lazy) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            source = "." * node.level + (node.module or "")
            names = [source]
            if source.startswith((PLUGIN, ".")):  # a name may be a module of its own
                names = [f"{source}.{alias.name}" for alias in node.names]
            found += [Import(name, node.lineno, lazy) for name in names]
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__"):
            found += [
                Import(argument.value, node.lineno, lazy)
                for argument in node.args[:1]
                if isinstance(argument, ast.Constant)
            ]
        waits = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        types_only = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        found += imports(node, lazy or waits or types_only)
    return found


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def violations(module: str, source: str) -> list[str]:
    """Return one line for each import of `source` that the layer of `module` does not allow."""
    name = layer_of(module)
    if name is None:
        return [f"{module}: belongs to no layer"]
    layer = LAYERS[name]
    wrong = []
    for found in imports(ast.parse(source)):
        where = f"{module}:{found.line}"
        library = found.name.partition(".")[0]
        if found.name.startswith("."):
            wrong.append(f"{where}: relative import {found.name}")
        elif library == PLUGIN:
            target = found.name.partition(".")[2]
            if not within(target, layer.own):
                wrong.append(f"{where}: {name} does not know {target}")
        elif library in sys.stdlib_module_names or library in layer.libraries:
            continue
        elif library not in layer.lazy:
            wrong.append(f"{where}: {name} does not know {library}")
        elif not found.lazy:
            wrong.append(f"{where}: {name} imports {library} inside functions only")
    return wrong
