#!/usr/bin/env bash
# Map two real images, cross-validate on their labels, and write docs/real-images.md with its pictures:
#   scripts/real_images.sh FOLDER
# FOLDER holds historical_map/map.tif and labels.gpkg, and landsat7/*.gtif and training_data.shp.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/headless.sh"
data=$(cd -- "${1:?a folder with the images}" && pwd)
cd "$root"
scripts/setup.sh
scripts/build.py >/dev/null
export POPLARNN_WORKER_PYTHON="${POPLARNN_WORKER_PYTHON:-$root/.venv-worker/bin/python}"
exec .venv/bin/python -W ignore scripts/real_images.py "$data"
