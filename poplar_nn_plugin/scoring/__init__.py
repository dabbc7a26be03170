"""Scores of predictions, and what they are worth. Both processes use it."""
