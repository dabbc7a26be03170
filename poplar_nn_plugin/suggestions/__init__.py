"""Where the next labels of an image help most."""
