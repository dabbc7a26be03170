#!/usr/bin/env python3
"""One case by Poplar NN: ``ours.py CASE JOBS MASK|- OUT... IMAGE...``."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module

import functions
import numpy as np
from cases import CASES, Case

from poplar_nn_plugin.engine import Block, OutputSpec, RasterSource, Step, apply


@dataclass(frozen=True)
class Function:
    """A function of `functions.py` as a step takes it."""

    name: str

    def __call__(self, block: Block) -> np.ndarray:
        """Return what the function makes of the first source."""
        with np.errstate(invalid="ignore", divide="ignore"):  # under invalid pixels there is 0
            return getattr(functions, self.name)(block.data)


def steps(case: Case, source: RasterSource) -> list[Step]:
    """Return the steps of a case, in the order of its outputs."""
    nodata = source.nodata
    if case.filter:
        module = import_module(f"poplar_nn_plugin.filters.{case.filter}")
        chosen = module.FILTER(**case.settings)
        return [chosen.step(source.band_names, case.outputs[0].dtype, nodata)]
    return [
        Step(o.work, Function(o.work), OutputSpec(o.bands, o.dtype, nodata)) for o in case.outputs
    ]


def main(name: str, jobs: str, mask: str, *paths: str) -> None:
    case = next(case for case in CASES if case.name == name)
    outputs, images = paths[: len(case.outputs)], paths[len(case.outputs) :]
    sources = [RasterSource(image) for image in images]
    apply(
        sources,
        dict(zip(outputs, steps(case, sources[0]))),
        mask=None if mask == "-" else RasterSource(mask),
        n_jobs=int(jobs),
        layout="uncompressed",
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
