#!/usr/bin/env bash
# Put the plugin into a QGIS configuration folder and enable it: deploy.sh FOLDER
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
if [ -z "${1:-}" ]; then
    echo "deploy: name the QGIS configuration folder: make deploy CONFIG=FOLDER" >&2
    exit 2
fi
"$root/scripts/setup.sh"
exec /usr/bin/python3 "$root/scripts/deploy.py" "$1"
