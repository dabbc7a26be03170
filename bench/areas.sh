#!/usr/bin/env bash
# How often the range of an area holds the truth; arguments go to areas.py.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
"$root/scripts/setup.sh"
"$root/scripts/build.py" >/dev/null
PYTHONPATH="$root/build:$root/test" exec "$root/.venv/bin/python" "$root/bench/areas.py" "$@"
