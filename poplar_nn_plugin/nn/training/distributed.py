r"""Train one network on several machines that learn together.

Every machine has the installed plugin, the same Python environment and a copy of the dataset, and
runs the same command but for its own number, in the folder that the plugin's folder lies in::

    python -m poplar_nn_plugin.nn.training.distributed DATASET MODEL.keras \
        --machines a:2222 b:2222 --this 0

They wait for each other, each computes its share of every batch, and the first one writes the
model and the report. Settings are given as of `poplar_nn_plugin.model.settings`, as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import fields
from pathlib import Path

from poplar_nn_plugin.errors import PoplarError
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.network.devices import join_machines
from poplar_nn_plugin.progress import Silent

__all__ = ["main"]


class _Printed(Silent):
    """Progress for a terminal."""

    def message(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def warn(self, text: str) -> None:
        self.message(f"Warning: {text}")


def main(arguments: list[str] | None = None) -> None:
    """Join the machines and train; the result stands on the first one's standard output."""
    asked = _read(arguments)
    os.environ["TF_CONFIG"] = json.dumps(
        {
            "cluster": {"worker": asked.machines},
            "task": {"type": "worker", "index": asked.this},
        }
    )
    join_machines()
    from poplar_nn_plugin.nn.training.train import train_model

    first = asked.this == 0
    with scratch_folder() as scratch:
        result = train_model(
            dataset=asked.dataset,
            output=str(asked.model if first else scratch / "copy.keras"),
            report=str(asked.report) if first and asked.report else "",
            architecture=asked.architecture,
            refit=asked.refit,
            resume=False,  # a machine that went on from elsewhere would be another network
            baseline=first,
            progress=_Printed(),
            **asked.settings,
        )
    if first:
        print(json.dumps({key: result[key] for key in ("accuracy", "macro_f1", "seconds")}))


def _read(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("dataset", help="folder of the patches, the same on every machine")
    parser.add_argument("model", type=Path, help="where the first machine writes the model")
    parser.add_argument(
        "--machines", nargs="+", required=True, metavar="HOST:PORT", help="all of them, in order"
    )
    parser.add_argument("--this", type=int, required=True, help="number of this one, from 0")
    parser.add_argument("--architecture", default="compact")
    parser.add_argument("--report", type=Path, help="where the first machine writes the report")
    parser.add_argument("--refit", action="store_true", help="learn anew from all patches, scored")
    parser.add_argument(
        "--settings", type=json.loads, default={}, help='JSON, such as {"epochs": 40}'
    )
    asked = parser.parse_args(arguments)
    if not 0 <= asked.this < len(asked.machines):
        parser.error(f"--this must be 0 to {len(asked.machines) - 1}, got {asked.this}")
    known = {field.name for field in fields(Settings)}
    if not isinstance(asked.settings, dict) or not known.issuperset(asked.settings):
        parser.error(
            f"--settings must be a JSON object with keys of {', '.join(sorted(known))}, got "
            f"{json.dumps(asked.settings)}"
        )
    return asked


if __name__ == "__main__":
    try:
        main()
    except PoplarError as error:
        sys.exit(f"{type(error).__name__}: {error}")
