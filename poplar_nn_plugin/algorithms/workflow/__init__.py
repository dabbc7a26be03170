"""The group Workflow of the toolbox."""
