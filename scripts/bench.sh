#!/usr/bin/env bash
# Time the engine beside other programs; arguments go to bench/engine.py:
#   scripts/bench.sh --quick --case half ratio
#   scripts/bench.sh --split --size 8000   # where our own time goes, see bench/PROFILE.md
# The peers that pip brings are installed into .venv-bench. OTB and GRASS are skipped where
# they are not installed (Debian: apt-get install otb-bin grass-core).
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
scripts/setup.sh
scripts/build.py >/dev/null
/usr/bin/python3 -m compileall -q build/poplar_nn_plugin bench # as it is after its first use
if ! cmp -s bench/requirements.txt .venv-bench/ready; then
    echo "Building .venv-bench ..." >&2
    if /usr/bin/python3 -m venv --clear --system-site-packages .venv-bench &&
        .venv-bench/bin/python -m pip install --quiet --disable-pip-version-check \
            --requirement bench/requirements.txt; then
        cp bench/requirements.txt .venv-bench/ready
    else
        echo "bench: pip cannot install the peers; they are skipped." >&2
    fi
fi
exec /usr/bin/python3 -W ignore bench/engine.py "$@"
