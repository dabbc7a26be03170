from dataclasses import dataclass

import pytest

from poplar_nn_plugin.engine import Grid, OutputSpec, Step, parse_bytes
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
        masked=False,
        block_size=block_size,
        memory=memory,
        workers=workers,
        in_flight=workers + 2,
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


def test_a_striped_file_is_read_by_whole_rows():
    width, height = plan(1024 * MEGABYTE, source=Sheet(tile=(8000, 1))).block

    assert (width, height % 256) == (8000, 0)


def test_scratch_counts():
    lean, greedy = (plan(200 * MEGABYTE, steps=[step(scratch=s)]).block for s in (1, 60))

    assert greedy < lean


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
