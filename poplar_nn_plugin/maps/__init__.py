"""Maps: predicted, compared with references, and the images they are drawn from."""
