"""Maps by networks: the model in the worker, asked for blocks, and the step that it fills."""
