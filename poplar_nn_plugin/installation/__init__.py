"""The worker's environment: found Pythons, locked packages, and how they become one folder."""
