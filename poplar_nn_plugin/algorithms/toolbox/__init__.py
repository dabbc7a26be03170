"""What the toolbox shows of algorithms before any of them is loaded."""
