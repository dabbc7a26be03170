"""The report of two maps that were compared."""

from __future__ import annotations

from collections.abc import Sequence

from poplar_nn_plugin.dataset.fields import read
from poplar_nn_plugin.dataset.versions import versions
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.reports.areas.change_figures import balance_figure, flow_figure
from poplar_nn_plugin.reports.page import write_page
from poplar_nn_plugin.scoring.changes import Changes, change_doubts, change_headline

__all__ = ["report_changes"]


def report_changes(
    *,
    changes: dict,
    before: str,
    after: str,
    notes: Sequence[str] = (),
    report: str,
    made_by: str = "",
    progress: Progress,
) -> dict:
    """Write the report of two maps that were compared.

    Parameters
    ----------
    changes : dict
        `Changes` as JSON values.
    before, after : str
        What the maps are called.
    notes : sequence of str
        What else was said of the comparison.
    report : str
        Where to write the HTML report; empty for none.
    made_by : str
        What the report says made it.
    progress : Progress

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    found = read(Changes, changes, "changes")
    if report:
        write_page(
            report,
            "change.html",
            title=f"Changes: {before} to {after}",
            subject=f"From {before} (before) to {after} (after)",
            made_by=made_by,
            versions=versions(),
            changes=found,
            change_headline=change_headline(found),
            change_doubts=change_doubts(),
            notes=list(notes),
            balance=balance_figure(found),
            flow=flow_figure(found),
        )
    progress.advance(1.0)
    return {}
