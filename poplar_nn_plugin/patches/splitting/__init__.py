"""Which patches train, validate and test: whole groups, and far enough apart."""
