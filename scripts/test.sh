#!/usr/bin/env bash
# Run the tests in two lanes: those that need no QGIS, then those in QGIS's window on a virtual screen;
# beside them those of networks and their process, then those in QGIS without a window.
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

options=() plain=() nn=() qgis=() window=()
for argument in "$@"; do
    case $argument in
        test/algorithms* | test/gui*) qgis+=("$argument") ;;
        test/window*) window+=("$argument") ;;
        test/nn* | test/worker*) nn+=("$argument") ;;
        test | test/) ;; # all of it
        test/*) plain+=("$argument") ;;
        *) options+=("$argument") ;;
    esac
done
if [ "${#plain[@]}${#nn[@]}${#qgis[@]}${#window[@]}" = 0000 ]; then
    nn=(test/nn test/worker)
    qgis=(test/algorithms test/gui)
    plain=(test)
    for folder in "${nn[@]}" "${qgis[@]}" test/window; do
        plain+=("--ignore=$folder")
    done
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
run() { # run PART: its tests, in pytest
    local chosen="$1[@]" without=(-p no:pytest_qgis)
    [ "$1" != qgis ] || without=()
    exec .venv/bin/python -m pytest "${options[@]}" "${without[@]}" "${!chosen}"
}
lane() { # lane PARTS...: one after the other; what they say and how they end go to files
    local part status child=
    trap '[ -z "$child" ] || kill "$child" 2>/dev/null || true; wait; exit 143' TERM
    for part in "$@"; do
        run "$part" >"$scratch/$part.log" 2>&1 &
        child=$! status=0
        wait "$child" || status=$?
        echo "$status" >"$scratch/$part.status"
    done
}
declare -A titles=(
    [plain]="tests without QGIS" [nn]="tests of networks and their process"
    [window]="tests in a window" [qgis]="tests in QGIS"
)
chosen() { # chosen PARTS...: those of them that have anything to run
    local part size
    for part in "$@"; do
        declare -n list=$part
        size=${#list[@]}
        [ "$size" = 0 ] || echo "$part"
    done
}
# Two lanes of about the same length: much of what they do is to wait.
mapfile -t here < <(chosen plain window)
mapfile -t there < <(chosen nn qgis)
[ "${#here[@]}" != 0 ] || { here=("${there[@]}") && there=(); }
if [ "${#there[@]}" != 0 ]; then
    lane "${there[@]}" &
    beside=$!
fi
for part in "${here[@]}"; do
    echo "--- ${titles[$part]}"
    status=0
    (run "$part") || status=$?
    count "$status"
done
if [ -n "$beside" ]; then
    wait "$beside" || failed=1
    beside=
    for part in "${there[@]}"; do
        echo "--- ${titles[$part]}"
        cat "$scratch/$part.log"
        count "$(cat "$scratch/$part.status")"
    done
fi

# With options such as -k one part may well be empty; a run of everything may not.
if [ "$empty" = 1 ] && { [ "$ran" = 0 ] || [ "${#options[@]}" = 0 ]; }; then
    echo "test: no tests were found where there should be some." >&2
    failed=1
fi
exit "$failed"
