#!/usr/bin/env bash
# Follow docs/tutorial.md word by word in a fresh QGIS on a virtual screen, from the archive on:
# tutorial.sh [en|fr]. Pictures go to docs/images, for the French page to docs/fr/images.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/headless.sh"
cd "$root"
scripts/setup.sh window
export POPLARNN_LANGUAGE="${1:-en}" POPLARNN_WORK="$root/build/tutorial"
pictures="$root/docs/images"
[ "$POPLARNN_LANGUAGE" = en ] || pictures="$root/docs/$POPLARNN_LANGUAGE/images"
export POPLARNN_PICTURES="${POPLARNN_PICTURES:-$pictures}"
rm -rf "$POPLARNN_WORK"
settings="$POPLARNN_WORK/profile/profiles/default/QGIS"
mkdir -p "$settings" "$POPLARNN_PICTURES"
if [ "$POPLARNN_LANGUAGE" != en ]; then
    country="${POPLARNN_LANGUAGE}_${POPLARNN_LANGUAGE^^}"
    printf '[locale]\noverrideFlag=true\nuserLocale=%s\nglobalLocale=%s\n' \
        "$POPLARNN_LANGUAGE" "$country" >"$settings/QGIS3.ini"
fi
POPLARNN_ARCHIVE=$(/usr/bin/python3 scripts/build.py --zip)
export POPLARNN_ARCHIVE PYTHONPATH="$root/scripts" LC_ALL=C.UTF-8
unset QT_QPA_PLATFORM POPLARNN_WORKER_PYTHON
exec xvfb-run -a -s "-screen 0 1440x900x24" qgis --nologo \
    --profiles-path "$POPLARNN_WORK/profile" --code scripts/tutorial.py
