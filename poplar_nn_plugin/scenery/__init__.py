"""The parts a sample scene is drawn from: land, trees, ground, light and labels."""
