"""What is known of a run before it starts, and what is kept of one that was broken off."""
