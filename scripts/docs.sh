#!/usr/bin/env bash
# Write the pages that the buttons *Help* open, in resources/help/, and the list of the toolbox, and build the
# documentation as a site that opens without a network, in build/site/.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/headless.sh"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
/usr/bin/python3 "$root/scripts/build.py" >/dev/null
QGIS_CUSTOM_CONFIG_PATH="$scratch" /usr/bin/python3 -W ignore "$root/scripts/help_pages.py"
QGIS_CUSTOM_CONFIG_PATH="$scratch" /usr/bin/python3 -W ignore "$root/scripts/toolbox_list.py"
"$root/.venv/bin/python" "$root/scripts/docs_site.py"
