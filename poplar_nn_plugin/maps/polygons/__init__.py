"""Class maps as polygons that fit together without gaps or overlaps."""
