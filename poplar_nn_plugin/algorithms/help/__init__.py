"""The help of algorithms: pages, and plain text for the command line."""
