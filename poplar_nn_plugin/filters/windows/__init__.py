"""What filters with a moving window share."""
