#!/usr/bin/env bash
# What the plugin adds to the start of QGIS, beside an empty plugin, and how soon the dialog of Map
# classes stands, in a real QGIS on a virtual screen: startup.sh [ROUNDS]. The first round fills
# caches and is left out.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/../scripts/headless.sh"
cd "$root"
scripts/setup.sh window
export POPLARNN_WORK="$root/build/bench-startup" POPLARNN_PICTURES="$root/build/bench-startup"
rm -rf "$POPLARNN_WORK"
mkdir -p "$POPLARNN_WORK"
scripts/deploy.sh "$POPLARNN_WORK/window"
profile=$POPLARNN_WORK/window/profiles/default
sed -i 's/^poplar_nn_plugin=true/&\nempty_plugin=true/' "$profile/QGIS/QGIS3.ini"
mkdir "$profile/python/plugins/empty_plugin"
cat >"$profile/python/plugins/empty_plugin/metadata.txt" <<'END'
[general]
name=Empty
description=Does nothing.
version=1.0
qgisMinimumVersion=3.22
author=Nobody
email=nobody@example.org
END
cat >"$profile/python/plugins/empty_plugin/__init__.py" <<'END'
class Empty:
    def initGui(self):
        pass

    def unload(self):
        pass


def classFactory(iface):
    return Empty()
END
unset QT_QPA_PLATFORM
export PYTHONPATH="$root/scripts:$root/bench" LC_ALL=C.UTF-8 PYQGIS_STARTUP="$root/bench/startup_hook.py"
for ((round = 0; round <= ${1:-7}; round++)); do
    xvfb-run -a -s "-screen 0 1440x900x24" qgis --nologo \
        --profiles-path "$POPLARNN_WORK/window" --code bench/startup.py
done
exec /usr/bin/python3 - "$POPLARNN_WORK/rounds.jsonl" <<'END'
import json
import statistics
import sys

rounds = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")][1:]
count = f"ms, median of {len(rounds)}"
print(f"{count:22}{'processor':>10}{'clock':>8}{'lowest':>8}{'longest step':>14}{'modules':>9}")
for name in rounds[-1]:
    if name == "processing":
        continue
    of = {key: [one[name][key] for one in rounds] for key in rounds[-1][name]}
    middle = {key: statistics.median(values) for key, values in of.items()}
    print(
        f"{name:22}{middle['cpu']:10.1f}{middle['wall']:8.1f}{min(of['wall']):8.1f}"
        f"{middle['longest']:14.1f}{middle['modules']:9.0f}"
    )
END
