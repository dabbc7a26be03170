"""The panel *Reports*: what runs of the plugin have reported, read inside QGIS."""
