#!/usr/bin/env bash
# Run the tests in parts, side by side: those that need no QGIS, those of networks in the worker's
# Python, those of its process, those of the toolbox and of the panels in QGIS, and those in QGIS's
# window on a virtual screen.
# Arguments go to pytest; a path under test/ chooses the part it lies in:
#   scripts/test.sh test/engine -k seam
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/headless.sh"
cd "$root"
scripts/setup.sh window
/usr/bin/python3 scripts/build.py >/dev/null # once, before parts that run side by side look at it

unset PYTHONDONTWRITEBYTECODE # dozens of processes import the plugin: it is compiled for the first
export POPLARNN_WORKER_PYTHON="${POPLARNN_WORKER_PYTHON:-$root/.venv-worker/bin/python}"
scratch=$(mktemp -d)
export QGIS_CUSTOM_CONFIG_PATH="$scratch/qgis" # never the developer's own profile
mkdir "$QGIS_CUSTOM_CONFIG_PATH"
lanes=()
set -m # each lane is a group of processes, which can be ended together
finish() { # however this ends, nothing of it runs on
    local lane tenths=100
    for lane in "${lanes[@]}"; do
        kill -TERM -- "-$lane" 2>/dev/null || true
    done
    for lane in "${lanes[@]}"; do # a test may take the signal for its own
        wait "$lane" || true
        while kill -0 -- "-$lane" 2>/dev/null && [ "$((tenths -= 1))" -gt 0 ]; do sleep 0.1; done
        kill -KILL -- "-$lane" 2>/dev/null || true
    done
    rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

options=() plain=() nn=() worker=() qgis=() panels=() window=() slowest=()
for argument in "$@"; do
    case $argument in
        test/algorithms*) qgis+=("$argument") ;;
        test/gui*) panels+=("$argument") ;;
        test/window*) window+=("$argument") ;;
        test/nn*) nn+=("$argument") ;;
        test/worker*) worker+=("$argument") ;;
        test | test/) ;; # all of it
        test/*) plain+=("$argument") ;;
        *) options+=("$argument") ;;
    esac
done
if [ "${#plain[@]}${#nn[@]}${#worker[@]}${#qgis[@]}${#panels[@]}${#window[@]}" = 000000 ]; then
    nn=(test/nn)
    worker=(test/worker)
    qgis=(test/algorithms)
    panels=(test/gui)
    plain=(test)
    for folder in "${nn[@]}" "${worker[@]}" "${qgis[@]}" "${panels[@]}" test/window; do
        plain+=("--ignore=$folder")
    done
    window=(test/window)
    slowest=(--durations=15)
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
    local chosen="$1[@]" python=.venv/bin/python without=(-p no:pytest_qgis) alone=()
    case $1 in
        nn) # tiny networks: threads of TensorFlow would only wait for each other
            python=$POPLARNN_WORKER_PYTHON alone=(TF_NUM_INTRAOP_THREADS=1 TF_NUM_INTEROP_THREADS=1)
            ;;
        qgis | panels) without=() ;;
    esac
    env "${alone[@]}" "$python" -m pytest "${slowest[@]}" "${options[@]}" "${without[@]}" "${!chosen}"
}
next() { # a part that nobody has begun, if there is one
    local part
    for part in "${parts[@]}"; do
        if mkdir "$scratch/$part.begun" 2>/dev/null; then
            echo "$part"
            return
        fi
    done
}
lane() { # lane [PART]: it, then whatever nobody has begun; how each ends goes to a file
    local part=${1:-$(next)} status
    while [ -n "$part" ]; do
        echo "--- ${titles[$part]}"
        status=0
        run "$part" || status=$?
        echo "$status" >"$scratch/$part.status"
        part=$(next)
    done
}
declare -A titles=(
    [plain]="tests without QGIS" [nn]="tests of networks" [worker]="tests of their process"
    [window]="tests in a window" [qgis]="tests of the toolbox in QGIS"
    [panels]="tests of the panels in QGIS"
)
# Whichever lane is free takes the next part, the longest first: all end at about the same time.
# The window waits for half of its time, and so runs beside the longest.
# There is one lane more than cores, for the tests of one lane leave a third of a core idle.
parts=()
for part in qgis window plain nn panels worker; do
    declare -n list=$part
    [ "${#list[@]}" = 0 ] || parts+=("$part")
done
mkdir "$scratch/${parts[0]}.begun"
lane "${parts[0]}" & # what it says is seen at once
lanes+=("$!")
for ((number = 1; number <= $(nproc) && number < ${#parts[@]}; number++)); do
    lane >"$scratch/log.$number" 2>&1 &
    lanes+=("$!")
done
for lane in "${lanes[@]}"; do
    wait "$lane" || failed=1
done
for ((number = 1; number < ${#lanes[@]}; number++)); do
    cat "$scratch/log.$number"
done
lanes=()
for part in "${parts[@]}"; do
    count "$(cat "$scratch/$part.status")"
done

# With options such as -k one part may well be empty; a run of everything may not.
if [ "$empty" = 1 ] && { [ "$ran" = 0 ] || [ "${#options[@]}" = 0 ]; }; then
    echo "test: no tests were found where there should be some." >&2
    failed=1
fi
exit "$failed"
