"""Blocks and patches on the workers of a Dask cluster: orders that cross, and both their ends."""
