"""The panel that leads through places to label."""
