#!/usr/bin/env python3
"""Count the lines of code of folders (the plugin's): without blanks, comments and docstrings."""

from __future__ import annotations

import ast
import sys
import tokenize
from pathlib import Path

_NOTHING = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
_NOTHING |= {tokenize.ENCODING, tokenize.ENDMARKER}
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def code_lines(path: Path) -> int:
    """Return the lines of a file that hold code."""
    lines = set()
    with tokenize.open(path) as file:
        for token in tokenize.generate_tokens(file.readline):
            if token.type not in _NOTHING:
                lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for part in getattr(node, "body", ()) if isinstance(node, _DOCUMENTED) else ():
            text = getattr(part, "value", None)  # docstrings, also those below attributes
            if isinstance(part, ast.Expr) and isinstance(text, ast.Constant):
                lines.difference_update(range(part.lineno, part.end_lineno + 1))
    return len(lines)


if __name__ == "__main__":
    for folder in sys.argv[1:] or ["poplar_nn_plugin"]:
        files = sorted(Path(folder).rglob("*.py"))
        print(f"{sum(map(code_lines, files))} lines of code in {len(files)} files of {folder}")
