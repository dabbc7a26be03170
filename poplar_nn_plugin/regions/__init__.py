"""Segments of what is in view, and regions grown of them: images and arrays, no QGIS."""
