"""Which kind of model draws a map, and how each is scored on polygons held out."""
