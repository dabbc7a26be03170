"""The group Model of the toolbox."""
