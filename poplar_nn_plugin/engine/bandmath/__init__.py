"""Expressions over the bands of rasters: read, checked and computed."""
