"""Spatial filters of rasters: one file each, found by the registry."""
