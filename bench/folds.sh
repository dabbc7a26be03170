#!/usr/bin/env bash
# Time folds side by side and one by one; arguments go to folds.py.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
"$root/scripts/setup.sh"
"$root/scripts/build.py" >/dev/null
exec "$root/.venv/bin/python" "$root/bench/folds.py" "$@"
