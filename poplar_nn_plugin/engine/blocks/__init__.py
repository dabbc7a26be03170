"""Blocks and steps without GDAL: both processes use them."""
