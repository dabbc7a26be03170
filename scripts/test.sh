#!/usr/bin/env bash
# Run the tests: first those that need no QGIS, without it, then those that do.
# Arguments go to pytest; a path under test/ chooses the part it lies in:
#   scripts/test.sh test/engine -k seam
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/headless.sh"
cd "$root"
scripts/setup.sh

export POPLARNN_WORKER_PYTHON="${POPLARNN_WORKER_PYTHON:-$root/.venv-worker/bin/python}"
QGIS_CUSTOM_CONFIG_PATH=$(mktemp -d) # never the developer's own profile
export QGIS_CUSTOM_CONFIG_PATH
trap 'rm -rf "$QGIS_CUSTOM_CONFIG_PATH"' EXIT

options=() plain=() qgis=()
for argument in "$@"; do
    case $argument in
        test/algorithms* | test/gui*) qgis+=("$argument") ;;
        test | test/*) plain+=("$argument") ;;
        *) options+=("$argument") ;;
    esac
done
if [ "${#plain[@]}${#qgis[@]}" = 00 ]; then
    plain=(test --ignore=test/algorithms --ignore=test/gui)
    qgis=(test/algorithms)
    [ ! -d test/gui ] || qgis+=(test/gui)
fi

failed=0 ran=0 empty=0
part() { # part TITLE ARGUMENTS...
    local title=$1 status=0
    shift
    echo "--- $title"
    .venv/bin/python -m pytest "${options[@]}" "$@" || status=$?
    case $status in
        0) ran=1 ;;
        5) empty=1 ;; # no test was chosen
        *) failed=1 ;;
    esac
}
[ "${#plain[@]}" = 0 ] || part "tests without QGIS" -p no:pytest_qgis "${plain[@]}"
[ "${#qgis[@]}" = 0 ] || part "tests in QGIS" "${qgis[@]}"

# With options such as -k one part may well be empty; a run of everything may not.
if [ "$empty" = 1 ] && { [ "$ran" = 0 ] || [ "${#options[@]}" = 0 ]; }; then
    echo "test: no tests were found where there should be some." >&2
    failed=1
fi
exit "$failed"
