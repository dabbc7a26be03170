"""Random points of a map, to judge it by."""
