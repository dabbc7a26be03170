#!/usr/bin/env bash
# Time the drawing of a map beside the same network on one large batch.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
"$root/scripts/setup.sh"
"$root/scripts/build.py" >/dev/null
exec "$root/.venv/bin/python" "$root/bench/prediction.py"
