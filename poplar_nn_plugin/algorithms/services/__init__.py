"""Web services of images, as QGIS knows and reaches them."""
