"""The end of a cluster in the plugin's worker, which has Dask and no GDAL."""
