#!/usr/bin/env bash
# Map other people's images with their labels, and say what was claimed and what was true:
#   bench/real.sh FOLDER [--kinds automatic …] [--sets …] [--table]
# FOLDER holds the images and labels that `labelled.py` names; results lie in build/bench-real.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/../scripts/headless.sh"
work="$root/build/bench-real"
mkdir -p "$work"
export QGIS_CUSTOM_CONFIG_PATH="$work/settings"
if [ -z "${POPLARNN_WORKER_PYTHON:-}" ]; then
    "$root/scripts/setup.sh"
    export POPLARNN_WORKER_PYTHON="$root/.venv-worker/bin/python"
fi
/usr/bin/python3 "$root/scripts/deploy.py" "$QGIS_CUSTOM_CONFIG_PATH" >/dev/null
exec /usr/bin/python3 -u -W ignore "$root/bench/real.py" "$@"
