"""Features of images that a network trained on photographs gives, in NumPy alone."""
