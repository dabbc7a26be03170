"""The arithmetic of maps: overlaps, edges, bands matched. Both processes use it."""
