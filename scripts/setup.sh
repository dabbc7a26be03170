#!/usr/bin/env bash
# Install what the other scripts need:
#   QGIS with its Python bindings and GDAL, from the packages of Debian or Ubuntu;
#   .venv, the tools that test and check, over the system's Python and its QGIS;
#   .venv-worker, the separate Python with TensorFlow that trains and predicts, and pytest in it.
# What is there already is left alone; what was interrupted is made again.
# `setup.sh tools` stops after .venv and asks for no QGIS; `setup.sh window` adds a virtual screen,
# for what opens QGIS's window where nobody looks, and the French of Qt. POPLARNN_REQUIRE_ALL=1 adds what some tests are
# skipped without: PostGIS.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

scope=${1:-all}
python=/usr/bin/python3 # the one QGIS is built for; another may be first on the PATH
packages=(python3 python3-venv)
needs="$python with venv and ensurepip"
check="import ensurepip, venv"
if [ "$scope" != tools ]; then
    packages+=(make qgis python3-qgis python3-gdal)
    needs+="; QGIS 3.22 or newer with qgis_process and its Python bindings; GDAL for Python"
    check='
import ensurepip, shutil, sys, venv
from osgeo import gdal
from qgis.core import Qgis
if Qgis.QGIS_VERSION_INT < 32200:
    sys.exit(f"QGIS {Qgis.QGIS_VERSION} is older than 3.22")
if not (shutil.which("qgis_process.bin") or shutil.which("qgis_process")):
    sys.exit("there is no qgis_process")'
fi
if [ "$scope" = window ]; then
    packages+=(xvfb xauth qttranslations5-l10n)
    needs+="; Xvfb with xvfb-run, and xauth; the French of Qt 5"
    check+='
lacking = [name for name in ("Xvfb", "xvfb-run", "xauth") if not shutil.which(name)]
if lacking:
    sys.exit("there is no " + ", no ".join(lacking))
import glob
if not glob.glob("/usr/share/qt*/translations/qtbase_fr.qm"):
    sys.exit("there is no French of Qt")'
    if [ "${POPLARNN_REQUIRE_ALL:-}" = 1 ]; then
        packages+=(postgresql-postgis)
        needs+="; PostgreSQL with PostGIS"
        check+='
import glob
if not glob.glob("/usr/share/postgresql/*/extension/postgis_raster.control"):
    sys.exit("there is no PostGIS")'
    fi
fi

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "setup: $*"
    exit 1
}
logged() { # run a long command; its output matters only when it fails
    "$@" >build/setup.log 2>&1 9>&- && return # no child may keep the lock
    tail -n 30 build/setup.log >&2
    return 1
}

# --- the system's packages -----------------------------------------------------------------------

installed() { # what dpkg knows of the packages; fails where one is missing or half-installed
    local states
    states=$(dpkg-query -W -f '${Package} ${Version} ${db:Status-Status}\n' "${packages[@]}" 2>&1) &&
        ! grep -qv ' installed$' <<<"$states" && printf '%s\n' "$states"
}
usable() { QT_QPA_PLATFORM=offscreen "$python" -W ignore -c "$check" 2>build/setup.log; }
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}
apt() {
    logged as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 \
        -o Acquire::Retries=3 "$@"
}
install_packages() {
    local wanted=(install --no-install-recommends "${packages[@]}")
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        fail "run this as root, then again: apt-get ${wanted[*]}"
    fi
    say "Installing ${packages[*]} with apt-get (once; with QGIS it takes some minutes) ..."
    # An interrupted dpkg must finish first, or apt-get refuses any work.
    logged as_root env DEBIAN_FRONTEND=noninteractive dpkg --configure -a &&
        apt install --fix-broken || fail "apt-get cannot finish an interrupted installation."
    # A bare system has no package lists, an old one has stale ones.
    if ! apt-get --simulate "${wanted[@]}" >/dev/null 2>&1 || ! apt "${wanted[@]}"; then
        apt update && apt "${wanted[@]}" || fail "apt-get cannot install: ${packages[*]}."
    fi
}
require_system() {
    local known="build/system-$scope"
    if installed >"$known.now" && cmp -s "$known.now" "$known"; then
        return # looked at before, unchanged since
    fi
    if ! usable; then
        command -v apt-get >/dev/null ||
            fail "please install, from wherever your system has it: $needs."
        install_packages
        usable || fail "this system lacks what is needed ($(tail -n 1 build/setup.log)): $needs."
    fi
    installed >"$known" || true
}

# --- the environments ----------------------------------------------------------------------------

# environment FOLDER PYTHON CONSTRAINTS REQUIREMENTS... -- VENV-OPTIONS...: rebuilt whole when the
# Python or one of the files changed, or when it was not finished: half an installation cannot be
# told from one.
environment() {
    local folder=$1 base=$2 constraints=$3 files=() requirements=() wanted
    shift 3
    while [ "$1" != -- ]; do
        files+=("$1")
        requirements+=(--requirement "$1")
        shift
    done
    shift
    wanted=$({ "$base" --version && cat "${files[@]}" "$constraints"; } | sha256sum)
    if [ -x "$folder/bin/python" ] && [ "$(cat "$folder/ready" 2>/dev/null)" = "$wanted" ]; then
        return
    fi
    # What a link leads to is another checkout's, and --clear would empty it.
    [ ! -L "$folder" ] || fail "$folder is a link, and what it leads to is not what is needed here."
    say "Building $folder ..."
    rm -f "$folder/ready"
    logged "$base" -m venv --clear "$@" "$folder" || fail "$base cannot make $folder."
    logged "$folder/bin/python" -m pip install --disable-pip-version-check --no-input \
        "${requirements[@]}" --constraint "$constraints" ||
        fail "pip cannot fill $folder; the reason stands above."
    printf '%s\n' "$wanted" >"$folder/ready"
}
worker_python() { # TensorFlow comes for Python 3.11 to 3.13, which need not be QGIS's
    local candidate
    for candidate in "$python" python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
            2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    fail "the worker needs a Python from 3.11 to 3.13 with venv, and $python is another; please install one."
}

mkdir -p build
exec 9>build/setup.lock
flock 9 # two scripts at once must not build the same folder
require_system
environment .venv "$python" scripts/constraints.txt scripts/requirements-dev.txt \
    -- --system-site-packages
if [ "$scope" != tools ]; then
    base=$(worker_python)
    environment .venv-worker "$base" scripts/constraints-worker.txt \
        resources/requirements/worker.txt scripts/requirements-worker.txt --
fi
