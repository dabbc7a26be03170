"""The dialog of an algorithm, opened from a panel with what is known filled in."""

from __future__ import annotations

__all__ = ["open_dialog"]

# QGIS keeps the window, and nobody its Python object: without it 'Run' does nothing.
_open: list = []


def open_dialog(algorithm: str, given: dict) -> None:
    """Show the dialog of an algorithm, which lasts until the user closes it.

    Parameters
    ----------
    algorithm : str
        The name of one of ours, such as ``mapclasses``.
    given : dict of str to object
        What is filled in, by the keys of its parameters.
    """
    from qgis import processing  # only then: QGIS may load it after the plugin

    dialog = processing.createAlgorithmDialog(f"poplarnn:{algorithm}", given)
    _open.append(dialog)

    def let_go() -> None:
        _open.remove(dialog)
        if not dialog.cancelButton().isEnabled():  # what still runs is let go by QGIS
            dialog.deleteLater()

    dialog.rejected.connect(let_go)
    dialog.show()
