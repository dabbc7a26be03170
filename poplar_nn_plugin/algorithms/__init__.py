"""The algorithms of the Processing toolbox: one file each, found by the registry."""
