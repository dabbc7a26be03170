"""The words of the plugin in the user's language."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from poplar_nn_plugin.bundled import RESOURCES

__all__ = ["tr", "translator_for"]

_CONTEXT = "PoplarNN"


def tr(text: str) -> str:
    """Return `text` in the user's language; all of the plugin is one context."""
    return QCoreApplication.translate(_CONTEXT, text)


def translator_for(locale: str) -> QTranslator | None:
    """Return what translates into a language, None where the plugin does not speak it.

    Parameters
    ----------
    locale : str
        As QGIS has it: ``fr``, ``fr_FR``.
    """
    translator = QTranslator()
    path = RESOURCES / "i18n" / f"poplar_nn_{locale.partition('_')[0]}.qm"
    return translator if path.exists() and translator.load(str(path)) else None
