"""The way to the networks: one separate Python process with an environment of its own."""
