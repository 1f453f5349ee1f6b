"""Which figures of a text are counted together, and what they are parts of."""
