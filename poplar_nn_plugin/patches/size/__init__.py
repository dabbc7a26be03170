"""The side of patches that suits an image and its polygons."""
