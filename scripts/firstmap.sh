#!/usr/bin/env bash
# Go from the archive to a first map in a fresh QGIS on a virtual screen, with nothing installed, and
# count clicks and seconds; pictures go to docs/images. firstmap.sh network goes on to a first trained
# network, with all that it installs, or with POPLARNN_WORKER_PYTHON. On a busy machine:
# POPLARNN_SLOWER=3 firstmap.sh
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/headless.sh"
cd "$root"
scripts/setup.sh window
export POPLARNN_PICTURES="${POPLARNN_PICTURES:-$root/docs/images}" POPLARNN_WORK="$root/build/firstmap"
export POPLARNN_SLOWER="${POPLARNN_SLOWER:-1}" POPLARNN_GO="${1:-map}"
rm -rf "$POPLARNN_WORK"
mkdir -p "$POPLARNN_WORK" "$POPLARNN_PICTURES"
POPLARNN_ARCHIVE=$(/usr/bin/python3 scripts/build.py --zip)
export POPLARNN_ARCHIVE PYTHONPATH="$root/scripts" LC_ALL=C.UTF-8
[ "$POPLARNN_GO" = network ] || unset POPLARNN_WORKER_PYTHON
unset QT_QPA_PLATFORM
exec xvfb-run -a -s "-screen 0 1440x900x24" qgis --nologo \
    --profiles-path "$POPLARNN_WORK/profile" --code scripts/firstmap.py
