#!/usr/bin/env bash
# Try the plugin on every QGIS that Debian has, as root: test_matrix.sh [SUITE ...]
# In a clean system for each (scripts/debian.sh): the archive is built and its tests run, the whole
# chain is gone through from the sample scene to the map, the archive is installed by QGIS's own
# installer, and every dialog is opened and run in a window. What fails is said at the end.
set -uo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
logs=$root/build/matrix
suites=("$@")
[ "$#" -gt 0 ] || suites=(bookworm trixie trixie-backports sid)
mkdir -p "$logs"

lines=() failed=0
try() { # try SUITE TITLE ARGUMENTS...: one run in a suite, its output in a log
    local suite=$1 title=$2 began=$SECONDS log="$logs/$1-$2.log" outcome=passed
    shift 2
    if ! "$root/scripts/debian.sh" "$@" >"$log" 2>&1; then
        outcome="FAILED, see $log" failed=1
    fi
    lines+=("$(printf '%-17s %-8s %5s s  %s' "$suite" "$title" $((SECONDS - began)) "$outcome")")
    echo "${lines[-1]}"
    [ "$outcome" = passed ]
}
for suite in "${suites[@]}"; do
    # A system that cannot be made fails the first, and has nothing else to say.
    try "$suite" archive "$suite" test/test_package.py test/test_release.py || continue
    try "$suite" chain --run scripts/example.sh "$suite"
    try "$suite" versions --run scripts/qgis_process.sh "$suite" --version
    try "$suite" window "$suite" test/window
done
printf '%s\n' "" "${lines[@]}"
exit "$failed"
