"""The live map over QGIS's own: its row in the panel, its picture, and what it asks."""
