"""Networks of patches evaluated over whole blocks."""
