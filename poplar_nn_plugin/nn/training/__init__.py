"""Training: from patches to a model."""
