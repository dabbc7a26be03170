#!/usr/bin/env bash
# Time polygons of class maps beside GDAL's; arguments go to polygons.py.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
"$root/scripts/setup.sh"
"$root/scripts/build.py" >/dev/null
exec "$root/.venv/bin/python" "$root/bench/polygons.py" "$@"
