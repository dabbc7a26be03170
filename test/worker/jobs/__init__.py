"""Tiny jobs for the tests of the worker; they run in the worker's Python."""
