"""What 'Check installation' finds out in QGIS, and hands to what installs."""
