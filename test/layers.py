"""The rule of the layers: who may import what. `test_layers.py` holds every file to it."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, field
from pathlib import Path

PLUGIN = "poplar_nn_plugin"
HEAVY = {"tensorflow", "keras", "h5py", "sklearn"}  # never in QGIS's process
# The ground floor: single modules, of the standard library alone.
BASE = [
    "bundled",
    "errors",
    "files",
    "guard",
    "jobs",
    "journal",
    "language",
    "leftovers",
    "passwords",
    "places",
    "progress",
    "record",
    "registry",
    "settings",
    "signals",
]
# Rooms that both processes use: NumPy and no more, but for what reports draw and print with.
BOTH = ["dataset", "model", "mapping", "scoring", "reports", "nn.architectures"]
# Rooms that both processes use, for blocks of images on their way to users' functions.
BLOCKS = ["engine.blocks", "functions.worker"]
# What both ends of a cluster know where there is no GDAL.
CALLS = ["engine.blocks", "cluster.portable", "cluster.calls"]
# What is known of the trunk where there is no GDAL: its blocks and its weights.
TRUNK = ["features.stages", "features.weights"]


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


_QGIS_SIDE = [*BASE, *BOTH, "engine", "features", "filters", "labels", "patches", "exchange"]
_QGIS_SIDE += ["maps", "live", "regions", "suggestions", "functions", "cluster"]
_QGIS_SIDE += ["scenery", "worker", "installation", "imagery"]
_NUMPY = {"numpy"}
_IMAGES = {"numpy", "osgeo"}
_QGIS = {"numpy", "osgeo", "qgis"}

# A layer is a folder, with all that is in it; the longest name that fits a module is its layer.
LAYERS = {
    "__init__": Layer(["plugin"]),
    **{name: Layer(BASE) for name in BASE},
    "engine": Layer([*BASE, "engine"], _IMAGES),
    "engine.blocks": Layer([*BASE, "engine.blocks"], _NUMPY, {"joblib", "distributed"}),
    "filters": Layer([*BASE, "engine", "filters"], _NUMPY),
    "features": Layer([*BASE, *BOTH, "engine", "features"], _NUMPY),
    "features.stages": Layer([*BASE, "features.stages"]),
    "dataset": Layer([*BASE, "dataset"], _NUMPY),
    "nn.architectures": Layer([*BASE, "features.stages", "nn.architectures"], set(), {"keras"}),
    "model": Layer([*BASE, "dataset", "features.stages", "nn.architectures", "model"], _NUMPY),
    "mapping": Layer([*BASE, "dataset", "model", "mapping"], _NUMPY),
    "scoring": Layer([*BASE, "dataset", "model", "mapping", "scoring"], _NUMPY),
    "reports": Layer([*BASE, *BOTH], _NUMPY, {"matplotlib", "jinja2", "markupsafe"}),
    "nn": Layer([*BASE, *BOTH, *TRUNK, "nn"], _NUMPY, {*HEAVY, "scipy", "joblib", "psutil"}),
    "worker": Layer([*BASE, "dataset", "worker"], _NUMPY),
    "installation": Layer([*BASE, "worker.environment", "installation"]),
    "labels": Layer([*BASE, *BOTH, "engine", "labels"], _IMAGES),
    "labels.checks": Layer([*BASE, *BOTH, "engine", "labels"], _IMAGES),
    "patches": Layer([*BASE, *BOTH, "engine", "labels", "patches"], _IMAGES),
    "exchange": Layer([*BASE, *BOTH, "engine", "labels", "patches", "exchange"], _IMAGES),
    "maps": Layer([*BASE, *BOTH, "engine", "features", "labels", "worker", "maps"], _IMAGES),
    "suggestions": Layer(
        [*BASE, *BOTH, "engine", "features", "labels", "maps", "worker", "suggestions"], _NUMPY
    ),
    "live": Layer(
        [*BASE, *BOTH, "engine", "features", "labels", "patches", "maps", "suggestions", "live"],
        _IMAGES,
    ),
    "regions": Layer([*BASE, "engine", "features", "patches", "live", "regions"], _IMAGES),
    "functions": Layer([*BASE, "engine", "worker", "functions"], _NUMPY),
    "functions.worker": Layer([*BASE, *BLOCKS], _NUMPY, {"joblib", "distributed"}),
    "cluster": Layer([*BASE, "dataset", "engine", "worker", "cluster"], _IMAGES),
    "cluster.portable": Layer([*BASE], _NUMPY),
    "cluster.calls": Layer([*BASE, *CALLS], _NUMPY, {"joblib", "distributed"}),
    "imagery": Layer([*BASE, "dataset.versions", "engine", "labels.geometry", "imagery"], _IMAGES),
    "scenery": Layer([*BASE, "dataset", "engine", "labels", "scenery"], _IMAGES),
    "algorithms": Layer([*_QGIS_SIDE, "algorithms"], _QGIS),
    "gui": Layer([*_QGIS_SIDE, "algorithms", "gui"], _QGIS),
    "provider": Layer([*_QGIS_SIDE, "algorithms"], {"qgis"}),
    "plugin": Layer([*_QGIS_SIDE, "algorithms.translation", "provider", "gui"], {"qgis"}),
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


def circles(imported: dict[str, set[str]]) -> list[str]:
    """Return the modules that import each other, by whichever way round."""
    left = {name: set(targets) & set(imported) for name, targets in imported.items()}
    while free := [name for name, targets in left.items() if not targets & set(left)]:
        for name in free:
            del left[name]
    while free := set(left) - {target for targets in left.values() for target in targets}:
        for name in free:
            del left[name]
    return sorted(left)
