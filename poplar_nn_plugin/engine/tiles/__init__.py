"""Large outputs as many files, each written by whoever computes it, and a VRT that joins them."""
