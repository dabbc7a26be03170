"""Patch datasets: what both processes know of patches, their classes and how they are split."""
