"""Score a model on the patches of a dataset, and say what was measured."""

from __future__ import annotations

from pathlib import Path

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.network.validation_predictions import read_held_out
from poplar_nn_plugin.places import require_writable
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.reports.evaluation import evaluated
from poplar_nn_plugin.scoring.match import require_match

__all__ = ["evaluate_model"]


def evaluate_model(
    *,
    model: str,
    dataset: str,
    split: str = "valid",
    interest: str = "",
    report: str = "",
    made_by: str = "",
    progress: Progress,
) -> dict:
    """Score a model on one split of a dataset.

    Parameters
    ----------
    model, dataset : str
        A model file and the folder of a dataset.
    split : str
        ``train``, ``valid`` or ``test``.
    interest : str
        Name or code of the class that matters most; empty for that of the training.
    report : str
        Where to write the HTML report; empty for none.
    made_by : str
        What the report says made it.
    progress : Progress

    Returns
    -------
    dict
        ``accuracy``, ``macro_f1``, ``scores``; and for each patch of the split ``index`` in the
        dataset, ``predicted`` class code, ``probability`` of that class, and
        ``true_probability`` of the class that is right.

    Raises
    ------
    ModelMismatchError
        If the model was not made for such patches.
    DatasetError
        If the split has no patches.
    ParameterError
        If there is no class of interest of that name.
    """
    if report:
        require_writable(report)
    trained, patches = TrainedModel.load(model), PatchDataset.open(dataset)
    require_match(trained.card, patches)
    held_out = read_held_out(model, patches) if Split(split) is Split.VALID else None
    if held_out is None:
        progress.message(f"Computed on {trained.device}.")
    return evaluated(
        trained,
        patches,
        split,
        held_out=held_out,
        interest=interest,
        report=report,
        name=Path(model).name,
        made_by=made_by,
        progress=progress,
    )
