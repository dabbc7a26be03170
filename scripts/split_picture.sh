#!/usr/bin/env bash
# Draw docs/images/split.png: labels split by groups and by blocks, as QGIS shows them.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/headless.sh"
cd "$root"
scripts/build.py >/dev/null
exec .venv/bin/python -W ignore scripts/split_picture.py
