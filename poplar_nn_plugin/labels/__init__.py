"""Labelled polygons: read, measured, brought onto images, checked and divided."""
