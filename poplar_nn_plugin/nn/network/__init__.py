"""A network or forest: made, opened, computed and kept in a file."""
