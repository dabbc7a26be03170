#!/usr/bin/env bash
# Check the code by ruff's rules and format, and the archive as the QGIS plugin repository scans it.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
scripts/setup.sh tools

status=0
.venv/bin/python -m ruff check . || status=1
.venv/bin/python -m ruff format --check . || status=1
.venv/bin/python scripts/repository_scan.py || status=1
[ "$status" = 0 ] || echo "lint: something is to mend; see above." >&2
exit "$status"
