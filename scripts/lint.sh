#!/usr/bin/env bash
# Check the code: ruff's rules and format, and the security rules of the QGIS plugin repository.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
scripts/setup.sh tools

# The repository refuses a plugin for any finding of these, whatever its severity.
rules=B101,B102,B103,B105,B106,B107,B108,B110,B112,B202,B301,B307,B310,B311,B324,B403,B506
rules+=,B602,B603,B604,B605,B607,B615

status=0
.venv/bin/python -m ruff check . || status=1
.venv/bin/python -m ruff format --check . || status=1
.venv/bin/python -m bandit --quiet --configfile pyproject.toml --tests "$rules" \
    --recursive poplar_nn_plugin || status=1
[ "$status" = 0 ] || echo "lint: something is to mend; see above." >&2
exit "$status"
