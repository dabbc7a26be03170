"""Blocks on their way to the worker: values that cross, and the same block at the other end."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np

from poplar_nn_plugin.engine.blocks.step import Block
from poplar_nn_plugin.engine.blocks.window import Window

__all__ = ["packed", "unpacked"]


def packed(block: Block) -> dict:
    """Return a block as values that cross; its bands lie one after the other, as they were read."""
    return {
        "planes": [np.moveaxis(array, -1, 0) for array in block.arrays],
        "valid": block.valid,
        "window": astuple(block.window),
        "halo": block.halo,
    }


def unpacked(values: dict) -> Block:
    """Return the block that `packed` took apart; its arrays are those that came, read-only."""
    return Block(
        tuple(np.moveaxis(np.asarray(planes), 0, -1) for planes in values["planes"]),
        np.asarray(values["valid"]),
        Window(*values["window"]),
        values["halo"],
    )
