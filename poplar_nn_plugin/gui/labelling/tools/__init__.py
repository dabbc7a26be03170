"""The map tools of the labelling panel, and which of them the map has."""
