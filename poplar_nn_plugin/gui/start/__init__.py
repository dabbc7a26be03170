"""The panel *Poplar NN*: the steps from an image to a map, and a sample to try them on."""
