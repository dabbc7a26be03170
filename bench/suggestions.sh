#!/usr/bin/env bash
# Measure what labels at suggested places bring; arguments go to suggestions.py.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
/usr/bin/python3 "$root/scripts/build.py" >/dev/null
exec env OPENBLAS_NUM_THREADS=1 /usr/bin/python3 -u -W ignore "$root/bench/suggestions.py" "$@"
