"""Arrays in, arrays out: datasets, networks, training and scores. No GDAL, no QGIS."""
