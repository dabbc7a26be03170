"""What learns the features: the head, its training, its scores, and its models."""
