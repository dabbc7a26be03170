"""The group Map of the toolbox."""
