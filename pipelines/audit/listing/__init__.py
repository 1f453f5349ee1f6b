"""How many things a text says that it lists, and in which order (A10, N2)."""
