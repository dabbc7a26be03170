import math
from dataclasses import dataclass, replace

import numpy as np
import pytest

from poplar_nn_plugin.engine import Grid, OutputSpec, Step, parse_bytes
from poplar_nn_plugin.engine.blocks.parallel import Pool
from poplar_nn_plugin.engine.plan import plan_blocks
from poplar_nn_plugin.errors import MemoryBudgetError, ParameterError

TRANSFORM = (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)
MEGABYTE = 2**20


@dataclass(frozen=True)
class Sheet:
    """A source that is never read."""

    bands: tuple = (1, 2, 3)
    dtype: str = "uint8"
    tile: tuple = (256, 256)


def step(halo=0, **facts):
    return Step("none", lambda block: block.data, OutputSpec(3, "uint8", 0), halo=halo, **facts)


def plan(memory, *, size=(8000, 8000), source=None, steps=None, workers=2, block_size=None):
    return plan_blocks(
        Grid(*size, TRANSFORM, ""),
        [source or Sheet()],
        steps or [step()],
        Pool(workers),
        masked=False,
        block_size=block_size,
        memory=memory,
    )


@pytest.mark.parametrize(
    ("text", "size"),
    [(7, 7), ("7", 7), ("2K", 2048), ("256M", 2**28), ("1.5 g", 3 * 2**29), ("1GB", 2**30),
     ("1GiB", 2**30), ("2T", 2**41)],
)  # fmt: skip
def test_amounts_of_memory(text, size):
    assert size == parse_bytes(text)


@pytest.mark.parametrize("text", ["", "100X", "G", "-1M", "0", "1e9", "1 000M", None])
def test_what_is_no_amount_of_memory_is_refused(text):
    with pytest.raises(ParameterError, match="256M"):
        parse_bytes(text)


@pytest.mark.parametrize("memory", [48 * MEGABYTE, 100 * MEGABYTE, 1024 * MEGABYTE])
def test_a_plan_stays_under_its_cap(memory):
    assert plan(memory).need <= memory


def test_more_memory_never_means_smaller_blocks():
    sides = [plan(size * MEGABYTE).block[0] for size in (20, 40, 80, 160, 320, 2000)]

    assert sorted(sides) == sides
    assert plan(2000 * MEGABYTE).block == (1024, 1024)


def test_blocks_are_whole_tiles_and_multiples():
    width, height = plan(1024 * MEGABYTE, steps=[step(multiple_of=5)]).block

    assert (width % 256, width % 5, height % 256, height % 5) == (0, 0, 0, 0)


def test_a_small_raster_is_shared_by_all_workers():
    assert plan(1024 * MEGABYTE, size=(1000, 1000), workers=4).blocks >= 16


def test_a_wide_halo_makes_blocks_large():
    assert plan(2048 * MEGABYTE, steps=[step(halo=100)]).block[0] > 1024


@pytest.mark.parametrize(("halo", "blocks"), [(63, 16), (64, 4), (128, 4)])
def test_a_wide_halo_is_worth_fewer_blocks_for_each_worker(halo, blocks):
    assert plan(2**30, size=(1000, 1000), steps=[step(halo)]).blocks == blocks


def test_a_striped_file_is_read_by_whole_rows():
    width, height = plan(1024 * MEGABYTE, source=Sheet(tile=(8000, 1))).block

    assert (width, height % 256) == (8000, 0)


def test_scratch_counts():
    lean, greedy = (plan(200 * MEGABYTE, steps=[step(scratch=s)]).block for s in (1, 60))

    assert greedy < lean


def test_every_output_of_a_step_counts():
    both = {"a": OutputSpec(40, "float64", None), "b": OutputSpec(1, "uint8", 0)}

    one, two = (plan(200 * MEGABYTE, steps=[replace(step(), output=o)]) for o in (both["b"], both))
    alone = plan(200 * MEGABYTE, steps=[replace(step(), output=both["a"])])

    assert two.block < one.block
    assert two.block == alone.block
    assert two.need > alone.need


def test_a_cap_too_small_names_the_smallest_that_works():
    with pytest.raises(MemoryBudgetError, match=r"set it to \d+M or more") as refused:
        plan(3 * MEGABYTE)

    smallest = refused.value.fields["smallest"]
    assert plan(smallest).need <= smallest
    with pytest.raises(MemoryBudgetError):
        plan(smallest - MEGABYTE)


def test_a_block_size_is_kept_and_must_fit_too():
    assert plan(100 * MEGABYTE, block_size=(70, 30)).block == (70, 30)
    assert plan(100 * MEGABYTE, block_size=30, steps=[step(multiple_of=8)]).block == (32, 32)
    with pytest.raises(MemoryBudgetError, match="blocks of 4000 x 4000"):
        plan(100 * MEGABYTE, block_size=4000)


def test_a_block_size_of_nothing_is_refused():
    with pytest.raises(ParameterError, match="at least 1 pixel"):
        plan(100 * MEGABYTE, block_size=0)


def test_the_plan_says_what_will_happen():
    text = str(plan(1024 * MEGABYTE))

    assert text.startswith("64 blocks of 1024 x 1024 pixels, 2 at a time, at most ")


CAPS = [10**power for power in (6.3, 6.8, 7.2, 7.6, 8, 8.5, 9, 9.6)] + [64 * 2**30]
WORKERS = [1, 2, 3, 4, 8, 16, 48, 64]


def any_work(seed):
    """Return some work: an image, a stride, classes, steps that share one network or do not."""
    rng = np.random.default_rng(seed)
    sizes = [int(10 ** rng.uniform(0, 4.5)) for _ in range(2)]
    tile = [(256, 256), (512, 512), (sizes[0], 1), (sizes[0], 16), (100, 100)][rng.integers(5)]
    sheet = Sheet(tuple(range(1, int(rng.integers(2, 12)))), str(rng.choice(["uint8", "float32"])))
    facts = {
        "halo": int(rng.integers(0, 200)),
        "multiple_of": int(rng.integers(1, 129)),
        "scratch": float(rng.uniform(0, 12)),
        "thread_safe": bool(rng.random() < 0.5),
    }
    classes = OutputSpec(int(rng.integers(1, 101)), "float32", -1)
    outputs = [OutputSpec(1, "uint8", 0), classes][: rng.integers(1, 3)]
    steps = [Step("some", None, output, **facts) for output in outputs]
    return {"size": sizes, "source": replace(sheet, tile=tile), "steps": steps}


def planned(memory, workers, **work):
    """Return the plan, or None where the cap is refused."""
    try:
        return plan(int(memory), workers=workers, **work)
    except MemoryBudgetError:
        return None


def pixels(found, size):
    return 0 if found is None else math.prod(map(min, found.block, size))


@pytest.mark.parametrize("seed", range(40))
def test_any_plan_is_sane(seed):
    work = any_work(seed)
    size, multiple = work["size"], work["steps"][0].multiple_of
    plans = [[planned(memory, workers, **work) for workers in WORKERS] for memory in CAPS]

    for memory, row in zip(CAPS, plans):
        areas = [pixels(found, size) for found in row]
        assert sorted(areas, reverse=True) == areas, "fewer workers, smaller blocks"
        assert len({found is None for found in row}) == 1, "more workers, and nothing fits"
        for found, workers in zip(row, WORKERS):
            if found is None:
                continue
            assert found.need <= memory
            assert 1 <= found.workers <= workers
            assert [side % multiple for side in found.block] == [0, 0]
            if min(found.block) < 256:
                larger = [side + multiple for side in found.block]
                assert planned(memory, workers, block_size=tuple(larger), **work) is None
    for column in zip(*plans):
        areas = [pixels(found, size) for found in column]
        assert sorted(areas) == areas, "more memory, smaller blocks"
    assert plans[-1][0] is not None


def test_eight_jobs_draw_a_map_in_blocks_as_large_as_two_do():
    network = [
        step(halo=85, multiple_of=10, thread_safe=False),
        replace(
            step(halo=85, multiple_of=10, thread_safe=False), output=OutputSpec(40, "float32", -1)
        ),
    ]
    two, eight, many = (plan(1024 * MEGABYTE, steps=network, workers=n) for n in (2, 8, 48))

    assert min(two.block) >= 900
    assert eight.block == many.block
    assert min(eight.block) >= 700
    assert eight.workers <= 3  # one computes at a time, the others only read ahead


def test_where_the_cap_does_not_hold_all_workers_fewer_of_them_get_good_blocks():
    found = plan(100 * MEGABYTE, steps=[step(scratch=20)], workers=48)

    assert found.block == (256, 256)
    assert 1 < found.workers < 48
    assert f"{found.workers} at a time (the cap does not hold 48)" in str(found)


@pytest.mark.parametrize("stride", [40, 45, 64, 127])
def test_any_stride_has_large_blocks(stride):
    assert min(plan(1024 * MEGABYTE, steps=[step(multiple_of=stride)]).block) > 1024 - stride


class Apart:
    """Eight threads of other computers, of whose results three are here at most."""

    workers, remote, apart = 8, True, True

    def held(self, workers):
        return 3


def test_a_cap_counts_for_each_computer_by_itself():
    def planned(pool):
        grid = Grid(8000, 8000, TRANSFORM, "")
        how = {"masked": False, "block_size": None, "memory": 64 * MEGABYTE}
        return plan_blocks(grid, [Sheet()], [step(halo=2)], pool, **how)

    apart, together, one = planned(Apart()), planned(Pool(8)), planned(Pool(1))

    assert apart.workers == together.workers == 8
    assert apart.block == one.block > together.block
    assert apart.need <= 64 * MEGABYTE
