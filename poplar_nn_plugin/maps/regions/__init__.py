"""Regions of a class map: connected pixels of one class."""
