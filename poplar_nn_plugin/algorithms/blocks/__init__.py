"""The group Blocks of the toolbox."""
