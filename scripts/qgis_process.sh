#!/usr/bin/env bash
# Run qgis_process without a screen; the arguments are its own.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/headless.sh"
# Debian 12's wrapper `qgis_process` adds an option that the program itself does not know.
exec "$(command -v qgis_process.bin || command -v qgis_process)" "$@"
