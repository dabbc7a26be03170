#!/usr/bin/env bash
# Bring resources/i18n/ up to date; it takes `lrelease` of Qt (Debian: qttools5-dev-tools).
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/headless.sh"
if ! command -v lrelease >/dev/null; then
    echo "i18n: lrelease is not there; on Debian: apt install qttools5-dev-tools qt5-qmake" >&2
    exit 1
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
/usr/bin/python3 "$root/scripts/build.py" >/dev/null
QGIS_CUSTOM_CONFIG_PATH="$scratch" /usr/bin/python3 -W ignore "$root/scripts/translations.py"
