# To be sourced: what QGIS wants where there is no screen and nobody has logged in.
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}
if [ -z "${XDG_RUNTIME_DIR:-}" ]; then
    export XDG_RUNTIME_DIR="$root/build/runtime"
    mkdir -p "$XDG_RUNTIME_DIR"
    chmod 700 "$XDG_RUNTIME_DIR" # Qt refuses a folder that others may read
fi
# In the plain C locale Qt cannot open a file with an accent in its name.
if [ "$(locale charmap 2>/dev/null)" != UTF-8 ]; then
    export LC_ALL=C.UTF-8
fi
# QGIS takes the library of the first python3 on the path, and crashes if that is not its own.
export PATH="/usr/bin:$PATH"
