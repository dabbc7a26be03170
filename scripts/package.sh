#!/usr/bin/env bash
# Build the plugin and its archive for the QGIS plugin repository: build/poplar_nn_plugin-*.zip.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
"$root/scripts/setup.sh" tools
exec /usr/bin/python3 "$root/scripts/build.py" --zip
