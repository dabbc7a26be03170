"""Models of the model designer that come with the plugin."""
