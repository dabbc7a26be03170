#!/usr/bin/env bash
# Time the drawing of a map beside the same network on one large batch, or on one block.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
"$root/scripts/setup.sh"
"$root/scripts/build.py" >/dev/null
"$root/.venv/bin/python" "$root/bench/prediction.py"
echo
exec "$root/.venv/bin/python" "$root/bench/dense.py"
