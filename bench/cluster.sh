#!/usr/bin/env bash
# The most memory that each process of a Dask cluster takes, for two sizes of image: cluster.sh [OPTIONS]
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/../scripts/headless.sh"
cd "$root"
scripts/setup.sh
/usr/bin/python3 scripts/build.py >/dev/null
export PYTHONPATH="$root/build" POPLARNN_WORKER_PYTHON="$root/.venv-worker/bin/python" OMP_NUM_THREADS=1
exec .venv/bin/python bench/cluster.py "$@"
