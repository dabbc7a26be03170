"""The group Patches of the toolbox."""
