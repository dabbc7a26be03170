"""Score a model of dense features on one split of a dataset."""

from __future__ import annotations

from pathlib import Path

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.places import require_writable
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.reports.evaluation import evaluated
from poplar_nn_plugin.scoring.match import require_match

__all__ = ["evaluate_features"]


def evaluate_features(
    *,
    model: str,
    dataset: str,
    split: str = "valid",
    interest: str = "",
    report: str = "",
    made_by: str = "",
    progress: Progress,
) -> dict:
    """Score a model of dense features; as `poplar_nn_plugin.nn.evaluate.evaluate_model`.

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

    Raises
    ------
    ModelMismatchError
        If the model was not made for such patches.
    DatasetError
        If the split has no patches, or the images of the dataset are gone.
    ParameterError
        If there is no class of interest of that name.
    """
    if report:
        require_writable(report)
    trained, patches = FeatureModel.load(model), PatchDataset.open(dataset)
    require_match(trained.card, patches)
    return evaluated(
        trained,
        patches,
        split,
        interest=interest,
        report=report,
        name=Path(model).name,
        made_by=made_by,
        progress=progress,
    )
