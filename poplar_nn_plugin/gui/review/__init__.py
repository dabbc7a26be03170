"""The panel *Review mistakes*."""
