"""Pages for people: one HTML file each, pictures inside. Both processes use it."""
