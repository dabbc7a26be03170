"""Users' functions: run on blocks, at both ends of the worker's pipes."""
