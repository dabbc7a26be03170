"""Patches of other programs: image folders read and written."""
