#!/usr/bin/env bash
# What FLIPS of Predict map brings on generated scenes, and what it takes:
#   bench/flips.sh [--scenes 4 5 6] [--kinds compact compact_valid deep_features] [--side 600]
# Scenes, models and maps lie in build/bench-flips, and are taken from there the next time.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/../scripts/headless.sh"
work="$root/build/bench-flips"
mkdir -p "$work"
export QGIS_CUSTOM_CONFIG_PATH="$work/settings"
if [ -z "${POPLARNN_WORKER_PYTHON:-}" ]; then
    "$root/scripts/setup.sh"
    export POPLARNN_WORKER_PYTHON="$root/.venv-worker/bin/python"
fi
/usr/bin/python3 "$root/scripts/deploy.py" "$QGIS_CUSTOM_CONFIG_PATH" >/dev/null
exec /usr/bin/python3 -u -W ignore "$root/bench/flips.py" "$@"
