"""Labels divided into training, validation and test."""
