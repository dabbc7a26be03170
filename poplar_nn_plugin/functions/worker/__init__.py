"""Functions of the user's own, run on blocks; they run in the worker, which has no GDAL."""
