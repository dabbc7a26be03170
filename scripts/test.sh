#!/usr/bin/env bash
# Run the tests: those that need no QGIS, without it, then those that do; beside them, for they
# mostly wait, those in QGIS's window on a virtual screen.
# Arguments go to pytest; a path under test/ chooses the part it lies in:
#   scripts/test.sh test/engine -k seam
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/headless.sh"
cd "$root"
scripts/setup.sh window
/usr/bin/python3 scripts/build.py >/dev/null # once, before parts that run side by side look at it

export POPLARNN_WORKER_PYTHON="${POPLARNN_WORKER_PYTHON:-$root/.venv-worker/bin/python}"
scratch=$(mktemp -d)
export QGIS_CUSTOM_CONFIG_PATH="$scratch/qgis" # never the developer's own profile
mkdir "$QGIS_CUSTOM_CONFIG_PATH"
beside=
finish() { # however this ends, nothing of it runs on
    if [ -n "$beside" ]; then
        kill "$beside" 2>/dev/null || true
        wait "$beside" || true
    fi
    rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT # a part that was interrupted ends in peace, and bash would go on to the next
trap 'exit 143' TERM

options=() plain=() qgis=() window=()
for argument in "$@"; do
    case $argument in
        test/algorithms* | test/gui*) qgis+=("$argument") ;;
        test/window*) window+=("$argument") ;;
        test | test/) ;; # all of it
        test/*) plain+=("$argument") ;;
        *) options+=("$argument") ;;
    esac
done
if [ "${#plain[@]}${#qgis[@]}${#window[@]}" = 000 ]; then
    plain=(test --ignore=test/algorithms --ignore=test/gui --ignore=test/window)
    qgis=(test/algorithms test/gui)
    window=(test/window)
fi

failed=0 ran=0 empty=0
count() { # count STATUS: that of a part
    case $1 in
        0) ran=1 ;;
        5) empty=1 ;; # no test was chosen
        *) failed=1 ;;
    esac
}
part() { # part TITLE ARGUMENTS...
    local status=0
    echo "--- $1"
    .venv/bin/python -m pytest "${options[@]}" "${@:2}" || status=$?
    count "$status"
}
without=(-p no:pytest_qgis)
if [ "${#plain[@]}${#qgis[@]}" = 00 ]; then
    part "tests in a window" "${without[@]}" "${window[@]}"
elif [ "${#window[@]}" != 0 ]; then
    .venv/bin/python -m pytest "${options[@]}" "${without[@]}" "${window[@]}" \
        >"$scratch/window.log" 2>&1 &
    beside=$!
fi
[ "${#plain[@]}" = 0 ] || part "tests without QGIS" "${without[@]}" "${plain[@]}"
[ "${#qgis[@]}" = 0 ] || part "tests in QGIS" "${qgis[@]}"
if [ -n "$beside" ]; then
    echo "--- tests in a window"
    status=0
    wait "$beside" || status=$?
    beside=
    cat "$scratch/window.log"
    count "$status"
fi

# With options such as -k one part may well be empty; a run of everything may not.
if [ "$empty" = 1 ] && { [ "$ran" = 0 ] || [ "${#options[@]}" = 0 ]; }; then
    echo "test: no tests were found where there should be some." >&2
    failed=1
fi
exit "$failed"
