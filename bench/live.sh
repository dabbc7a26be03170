#!/usr/bin/env bash
# How quick the live map is, in the panel Labels of a real QGIS on a virtual screen; with a number
# of views, what memory it takes while the map is moved so often: live.sh [VIEWS].
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/../scripts/headless.sh"
cd "$root"
scripts/setup.sh window
export POPLARNN_WORK="$root/build/bench-live" POPLARNN_PICTURES="$root/build/bench-live"
rm -rf "$POPLARNN_WORK"
mkdir -p "$POPLARNN_WORK"
scripts/deploy.sh "$POPLARNN_WORK/window"
unset QT_QPA_PLATFORM
export PYTHONPATH="$root/scripts" POPLARNN_PAN="${1:-0}"
export LC_ALL=C.UTF-8
exec xvfb-run -a -s "-screen 0 1720x1300x24" qgis --nologo \
    --profiles-path "$POPLARNN_WORK/window" --code bench/live.py
