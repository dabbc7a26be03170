"""The group Labels of the toolbox."""
