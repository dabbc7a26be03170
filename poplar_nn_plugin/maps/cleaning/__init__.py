"""Class maps made calmer: single pixels and small areas go to what surrounds them."""
