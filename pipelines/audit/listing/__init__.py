"""How many things a text says that it lists (A10)."""
