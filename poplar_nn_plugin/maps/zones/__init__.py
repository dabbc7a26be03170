"""What a class map holds in the user's own polygons."""
