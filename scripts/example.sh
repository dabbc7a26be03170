#!/usr/bin/env bash
# Run the example: two made-up scenes; the labels of the first train a model that maps both; the
# second, which it never saw, tells how good the map is. Results lie in example/.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# A configuration folder of its own, with a space and an accent to show that they do no harm.
export QGIS_CUSTOM_CONFIG_PATH="$root/build/réglages d'exemple"
"$root/scripts/deploy.sh" "$QGIS_CUSTOM_CONFIG_PATH" >/dev/null
exec /usr/bin/python3 -u "$root/scripts/example.py"
