#!/usr/bin/env bash
# Remove what the other scripts made, but not the environments: they take minutes.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
rm -rf build dist example .pytest_cache .ruff_cache
find . -name '.venv*' -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
