#!/usr/bin/env bash
# Time the trunk of deep features in NumPy beside Keras; arguments go to features.py.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
"$root/scripts/setup.sh"
"$root/scripts/build.py" >/dev/null
exec "$root/.venv-worker/bin/python" "$root/bench/features.py" "$@"
