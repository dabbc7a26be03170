from types import SimpleNamespace

import pytest

from poplar_nn_plugin.nn.crossvalidation import capacity
from poplar_nn_plugin.nn.crossvalidation.pool import PoolSize
from poplar_nn_plugin.nn.network import hardware

GIGABYTE = 10**9


@pytest.fixture
def machine(monkeypatch):
    """Return a function that makes this machine another."""

    def make(cores, free=1000, gpus=()):
        monkeypatch.setattr("joblib.cpu_count", lambda: cores)
        memory = SimpleNamespace(available=free * GIGABYTE)
        monkeypatch.setattr("psutil.virtual_memory", lambda: memory)
        monkeypatch.setattr(capacity, "gpu_names", lambda: gpus)

    return make


@pytest.mark.parametrize(
    ("trainings", "there", "need", "count", "cores", "gpus"),
    [
        pytest.param(20, {"cores": 1}, 0.5, 1, 1, (), id="one core"),
        pytest.param(20, {"cores": 4}, 0.5, 4, 1, (), id="core each"),
        pytest.param(3, {"cores": 16}, 0.5, 3, 5, (), id="few"),
        # Two rounds of ten, not one of sixteen and one of four.
        pytest.param(20, {"cores": 16}, 0.5, 10, 1, (), id="even rounds"),
        # Four fifths of what is free or its own.
        pytest.param(20, {"cores": 8, "free": 4}, 1, 4, 2, (), id="little memory"),
        pytest.param(20, {"cores": 8, "free": 1}, 3, 1, 8, (), id="no memory"),
        pytest.param(20, {"cores": 16, "gpus": ("0",)}, 0.5, 1, 16, (), id="one gpu"),
        pytest.param(20, {"cores": 16, "gpus": ("0", "1")}, 0.5, 2, 8, ("0", "1"), id="two gpus"),
        pytest.param(
            20,
            {"cores": 16, "gpus": ("0", "1"), "free": 2},
            *(1.5, 1, 16, ()),
            id="two gpus, little memory",
        ),
    ],
)
def test_a_machine_is_shared_by_cores_gpus_and_free_memory(
    machine, trainings, there, need, count, cores, gpus
):
    machine(**there)

    most = capacity.largest_pool(trainings, True, None)
    found = capacity.pool_within(most, trainings, int(need * GIGABYTE))

    assert found == PoolSize(count, cores, gpus)


def test_forests_need_no_gpu(machine):
    machine(cores=4, gpus=("0",))

    most = capacity.largest_pool(20, False, None)

    assert capacity.pool_within(most, 20, GIGABYTE // 2) == PoolSize(1, 4)


@pytest.mark.parametrize(
    ("trainings", "there", "jobs", "count", "cores", "gpus"),
    [
        pytest.param(20, {"cores": 8, "free": 1}, 3, 3, 2, (), id="asked"),
        pytest.param(4, {"cores": 2}, 9, 2, 1, (), id="asked for more than there are"),
        pytest.param(20, {"cores": 8, "gpus": ("0",)}, 2, 2, 4, ("0",), id="asked on one gpu"),
    ],
)
def test_as_many_are_trained_at_a_time_as_are_asked_for(
    machine, trainings, there, jobs, count, cores, gpus
):
    machine(**there)

    assert capacity.largest_pool(trainings, True, jobs) == PoolSize(count, cores, gpus)


@pytest.mark.parametrize(
    ("count", "visible", "names"),
    [
        (0, None, ()),
        (2, None, ("0", "1")),
        (2, "4, 6", ("4", "6")),
        (1, "", ("0",)),
    ],
)
def test_gpus_have_the_names_by_which_each_can_be_shown_alone(monkeypatch, count, visible, names):
    config = SimpleNamespace(list_physical_devices=lambda kind: [kind] * count)
    monkeypatch.setattr(hardware, "load_tensorflow", lambda: SimpleNamespace(config=config))
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    if visible is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)

    assert hardware.gpu_names() == names
