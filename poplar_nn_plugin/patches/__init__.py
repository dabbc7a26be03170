"""Patches: from images and labelled polygons to a dataset."""
