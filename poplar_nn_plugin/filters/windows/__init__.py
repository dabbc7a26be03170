"""What filters with a sliding window share."""
