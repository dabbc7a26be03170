"""A class map of what is in view that follows the labels: images and dense features, no QGIS."""
