"""What an output raster is like inside: layout, legend, and what marks pixels without a value."""
