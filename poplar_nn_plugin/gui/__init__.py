"""Panels and map tools: what needs QGIS's window, and nobody but `plugin.py` imports."""
