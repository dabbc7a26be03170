"""Layers of QGIS: chosen, read, written and ordered."""
