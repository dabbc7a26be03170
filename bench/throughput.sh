#!/usr/bin/env bash
# Time our training beside Keras' own fit on arrays in memory; arguments go to throughput.py.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
"$root/scripts/setup.sh"
"$root/scripts/build.py" >/dev/null
exec "$root/.venv-worker/bin/python" "$root/bench/throughput.py" "$@"
