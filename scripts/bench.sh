#!/usr/bin/env bash
# Time the engine beside other programs; arguments go to bench/engine.py:
#   scripts/bench.sh --quick --case half ratio
#   scripts/bench.sh --split --size 8000   # where our own time goes, see bench/PROFILE.md
# The peers that pip brings are installed into .venv-bench and, those that must not meet the others,
# into .venv-bench-whitebox and .venv-bench-gdal; the latter needs Python 3.12 or 3.13. OTB and GRASS
# are skipped where they are not installed (Debian: apt-get install otb-bin grass-core).
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
scripts/setup.sh
scripts/build.py >/dev/null
/usr/bin/python3 -m compileall -q build/poplar_nn_plugin bench # as it is after its first use
environment() { # NAME REQUIREMENTS PYTHON...
    local folder=$1 requirements=$2
    shift 2
    cmp -s "$requirements" "$folder/ready" && return
    echo "Building $folder ..." >&2
    if "$@" -m venv --clear "${site[@]}" "$folder" &&
        "$folder/bin/python" -m pip install --quiet --disable-pip-version-check \
            --requirement "$requirements"; then
        cp "$requirements" "$folder/ready"
    else
        echo "bench: the peers of $requirements cannot be installed; they are not measured." >&2
    fi
}
site=(--system-site-packages)
environment .venv-bench bench/requirements.txt /usr/bin/python3
site=()
environment .venv-bench-whitebox bench/requirements-whitebox.txt /usr/bin/python3
newer=/nowhere/python3.12
for python in python3.13 python3.12; do
    # A name on the path may be a stand-in that finds no Python.
    if "$python" -c "import venv, ensurepip" 2>/dev/null; then newer=$python; fi
done
environment .venv-bench-gdal bench/requirements-gdal.txt "$newer"
exec /usr/bin/python3 -W ignore bench/engine.py "$@"
