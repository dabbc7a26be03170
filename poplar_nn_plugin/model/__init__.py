"""Models as files: the card, the settings of training, scaling. Both processes use it."""
