#!/usr/bin/env bash
# How quick Grow and Segment are in a real QGIS on a virtual screen, and how well segments keep to
# borders: regions.sh [seconds] [borders], both if none is named.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/../scripts/headless.sh"
cd "$root"
scripts/setup.sh window
export POPLARNN_PARTS="${*:-seconds borders}"
export POPLARNN_WORK="$root/build/bench-regions" POPLARNN_PICTURES="$root/build/bench-regions"
rm -rf "$POPLARNN_WORK"
mkdir -p "$POPLARNN_WORK"
scripts/deploy.sh "$POPLARNN_WORK/window"
unset QT_QPA_PLATFORM
export PYTHONPATH="$root/scripts:$root/bench"
export LC_ALL=C.UTF-8
exec xvfb-run -a -s "-screen 0 1720x1300x24" qgis --nologo \
    --profiles-path "$POPLARNN_WORK/window" --code bench/regions.py
