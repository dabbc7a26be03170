"""Share machines of many kinds between trainings; what came goes to found.json."""

import json
import os
import sys
from dataclasses import astuple
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from poplar_nn_plugin.nn.crossvalidation import capacity
from poplar_nn_plugin.nn.network import hardware

FOLDER = Path(sys.argv[1])
GIGABYTE = 10**9


def team(count, cores, *, free=1000, need=0.5, gpus=(), jobs=None, networks=True):
    with (
        patch("joblib.cpu_count", lambda: cores),
        patch("psutil.virtual_memory", lambda: SimpleNamespace(available=free * GIGABYTE)),
        patch.object(capacity, "gpu_names", lambda: gpus),
    ):
        most = capacity.largest_team(count, networks, jobs)
        found = most if jobs else capacity.team_within(most, count, int(need * GIGABYTE))
    return list(astuple(found))


def names(count, visible=None):
    tensorflow = SimpleNamespace(
        config=SimpleNamespace(list_physical_devices=lambda kind: [kind] * count)
    )
    told = {} if visible is None else {"CUDA_VISIBLE_DEVICES": visible}
    with (
        patch.object(hardware, "load_tensorflow", lambda: tensorflow),
        patch.dict(os.environ, told),
    ):
        return list(hardware.gpu_names())


found = {
    "one core": team(20, 1),
    "core each": team(20, 4),
    "few": team(3, 16),
    "even rounds": team(20, 16),
    "little memory": team(20, 8, free=4, need=1),
    "no memory": team(20, 8, free=1, need=3),
    "one gpu": team(20, 16, gpus=("0",)),
    "two gpus": team(20, 16, gpus=("0", "1")),
    "two gpus, little memory": team(20, 16, gpus=("0", "1"), free=2, need=1.5),
    "forests": team(20, 4, gpus=("0",), networks=False),
    "asked": team(20, 8, jobs=3, free=1, need=3),
    "asked for more than there are": team(4, 2, jobs=9),
    "asked on one gpu": team(20, 8, jobs=2, gpus=("0",)),
    "names": [names(0), names(2), names(2, "4, 6"), names(1, "")],
}
(FOLDER / "found.json").write_text(json.dumps(found), encoding="utf-8")
