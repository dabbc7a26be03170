"""Pages and pictures of areas: how large classes are, and how they changed."""
