"""Where imports of our own modules lead; `test_layers.py` holds every file to it."""

from __future__ import annotations

import ast
import sys
from pathlib import Path, PurePosixPath

from layers import LAYERS

TOPS = ("poplar_nn_plugin", "test", "bench", "scripts")
# Folders that are on the path of what imports, besides the folder of the importing file itself.
_ON_PATH = ("", "test", "scripts", "bench")
LIBRARIES = {name for layer in LAYERS.values() for name in layer.libraries | layer.lazy}
LIBRARIES |= {"PIL", "markdown", "processing", "pyplugin_installer", "pytest", "yaml"}
LIBRARIES |= {"cv2", "dask", "museotoolbox", "numexpr", "rasterio", "whitebox_workflows"}  # bench
LIBRARIES |= {"package_that_nobody_has"}  # a test asks for it
_SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def read_all(root: Path) -> dict[str, str]:
    """Return the text of every Python file of ours, by its path from `root`."""
    paths = [path for top in TOPS for path in sorted((root / top).rglob("*.py"))]
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def dangling(files: dict[str, str]) -> list[str]:
    """Return one line for each import that finds no module, or no such name in it.

    Parameters
    ----------
    files : dict
        Texts by path, with slashes; they can import each other and the known libraries.
    """
    trees = {path: ast.parse(text) for path, text in files.items()}
    names = {path: _defined(tree) for path, tree in trees.items()}
    folders = {str(parent) for path in files for parent in PurePosixPath(path).parents}
    wrong = []
    for path, tree in trees.items():
        for module, name, line in _asked(path, tree):
            library = module.partition(".")[0]
            if library in sys.stdlib_module_names or library in LIBRARIES:
                continue
            home = _home(module, path, files)
            inner = f"{module}.{name}"
            if name and (_home(inner, path, files) or _home(inner, path, folders, "")):
                continue
            if home is None and (name or not _home(module, path, folders, "")):
                wrong.append(f"{path}:{line}: there is no {module}")
            elif name and name not in names[home]:
                wrong.append(f"{path}:{line}: {module} has no {name}")
    return wrong


def _home(module: str, path: str, known, *endings: str) -> str | None:
    """Return which of the known files, or folders, a dotted name stands for in a file."""
    parts = module.replace(".", "/")
    for folder in (path.rpartition("/")[0], *_ON_PATH):
        for ending in endings or (".py", "/__init__.py"):
            place = f"{folder}/{parts}{ending}".lstrip("/")
            if place in known:
                return place
    return None


def _statements(body: list[ast.stmt]):
    """Yield every statement, those inside others after them; no expressions, which are many."""
    for node in body:
        yield node
        for part in ("body", "orelse", "handlers", "finalbody"):
            yield from _statements(getattr(node, part, ()))


def _asked(path: str, tree: ast.Module):
    """Yield what a file imports: the module, the name (empty for none) and the line."""
    for node in _statements(tree.body):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "", node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name, node.lineno) for alias in node.names)
    package = path.rpartition("/")[0].replace("/", ".")
    for name, module in _late(tree).items():
        yield f"{package}.{module}", name, 1


def _defined(tree: ast.Module) -> set[str]:
    """Return the names that a module defines, in whichever branch, or gives when asked."""
    found, waiting = set(_late(tree)), list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, _DEFINITIONS):
            found.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found.update(alias.asname or alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif not isinstance(node, _SCOPES):
            waiting += ast.iter_child_nodes(node)
    return found


def _late(tree: ast.Module) -> dict[str, str]:
    """Return the modules that a package imports names from when they are first used, by name."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_HOMES":
            return ast.literal_eval(node.value)
    return {}
