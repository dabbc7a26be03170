#!/usr/bin/env bash
# Take the pictures of docs/images in a real QGIS window on a virtual screen:
# screenshots.sh [labels] [regions] [suggest] [chain] [walk] [review] [areas] [install] [scan], all if none is named.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/headless.sh"
cd "$root"
scripts/setup.sh window
export POPLARNN_PARTS="${*:-labels regions suggest chain walk review areas install scan}"
export POPLARNN_PICTURES="$root/docs/images" POPLARNN_WORK="${TMPDIR:-/tmp}/poplars"
rm -rf "$POPLARNN_WORK"
mkdir -p "$POPLARNN_PICTURES" "$POPLARNN_WORK"
scripts/deploy.sh "$root/build/window"
unset QT_QPA_PLATFORM
export PYTHONPATH="$root/scripts" # what screenshots.py imports
export LC_ALL=C.UTF-8
exec xvfb-run -a -s "-screen 0 1440x900x24" qgis --nologo \
    --profiles-path "$root/build/window" --code scripts/screenshots.py
