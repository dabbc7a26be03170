"""Score dense features by folds, and compare with easier ways to score them."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.features.classifier.learning import try_recipes
from poplar_nn_plugin.features.places import images_or_none
from poplar_nn_plugin.features.recipes import principal_bands, recipes_for
from poplar_nn_plugin.model.foldrule import FoldRule
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.places import require_writable
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.reports.cross_validation import write_cross_report
from poplar_nn_plugin.scoring.crossvalidation import plan_folds
from poplar_nn_plugin.scoring.measure import find_interest

__all__ = ["crossvalidate_features"]


def crossvalidate_features(
    *,
    dataset: str,
    folds: int = 5,
    by: str = "groups",
    buffer: int | None = None,
    block: int | None = None,
    compare: bool = True,
    interest: str = "",
    report: str = "",
    architecture: str = "deep_features",
    jobs: int | None = None,
    made_by: str = "",
    progress: Progress,
    **settings,
) -> dict:
    """Score dense features by folds; as `poplar_nn_plugin.nn.crossvalidation.crossvalidate`.

    Parameters
    ----------
    dataset : str
        Folder of a dataset; its split is not used.
    folds, by, buffer, block
        As of `FoldRule`.
    compare : bool
        Whether random patches, and groups however near they lie, are test sets, too.
    interest : str
        Name or code of the class that matters most; empty for the rarest.
    report : str
        Where the HTML report appears; empty for none.
    architecture : str
        For the report.
    jobs : int, optional
        Of no use here: features are computed once for all folds.
    made_by : str
        What the report says made it.
    progress : Progress
    **settings
        Of `poplar_nn_plugin.model.settings.Settings`, of which the seed counts.

    Raises
    ------
    DatasetError
        If the dataset cannot be read, holds labelled pixels of images that are gone, or a fold
        leaves a class nothing to learn from.
    ParameterError
        If there are fewer places than folds.
    """
    if report:
        require_writable(report)
    rule = FoldRule(folds, by, buffer, block, settings.get("seed", 0))
    patches = PatchDataset.open(dataset)
    asked = find_interest(patches.classes, interest, patches.description.missing_classes)
    plans = plan_folds(patches, rule, compare, False, progress)
    scaling, images = Scaling.fit(patches.x), images_or_none(patches, progress)
    mixing = principal_bands(patches.x, np.arange(len(patches.y)), scaling)
    size = patches.spec.size if images is None else None
    recipes = recipes_for(patches.description.image, mixing, size)
    tried = try_recipes(patches, images, scaling, recipes, plans, asked, progress)
    best = max((found for _, found in tried), key=lambda found: found.macro_f1)
    if report:
        used = {"architecture": architecture, "seed": rule.seed}
        write_cross_report(report, patches, best.result, best.plan.title, used, made_by)
    progress.advance(1.0)
    return best.answer(patches)
