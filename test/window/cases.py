"""What both sides of the window must know: the kinds of layers, and the panels."""

__all__ = ["KINDS", "PANELS", "TOOLS"]

KINDS = ("raster", "polygon", "point", "table", "mesh", "none", "empty")
"""Kinds of the active layer; none is active, or the project is empty."""

PANELS = ("PoplarLabels", "PoplarReview", "PoplarSuggestions", "PoplarReports")

TOOLS = ("segment", "grow")
"""The tools of the panel *Labels* that take regions of an image."""
