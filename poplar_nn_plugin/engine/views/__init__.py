"""Sources that read others: images as they are not kept in files."""
