"""The files that come with the plugin."""

from __future__ import annotations

from pathlib import Path

__all__ = ["RESOURCES"]

RESOURCES = Path(__file__).resolve().parent / "resources"
"""Their folder: icons, translations, models, templates of reports, requirements,
weights."""
