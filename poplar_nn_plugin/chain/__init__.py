"""Images and networks joined: labels, patches, maps and their records."""
