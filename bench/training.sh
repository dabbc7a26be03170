#!/usr/bin/env bash
# Train on sample scenes, score on others, and print the table; arguments go to training.py.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
"$root/scripts/setup.sh"
"$root/scripts/build.py" >/dev/null
exec "$root/.venv/bin/python" "$root/bench/training.py" "$@"
