#!/usr/bin/env bash
# Draw docs/images/polygons.png: a map, the same cleaned, and its polygons over the image.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/headless.sh"
cd "$root"
scripts/build.py >/dev/null
exec .venv/bin/python -W ignore scripts/polygons_picture.py "$@"
