"""The panel *Labels*: polygons drawn and kept."""
