"""Points drawn from a map, judged in the panel *Review mistakes*."""
