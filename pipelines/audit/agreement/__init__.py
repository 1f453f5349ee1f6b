"""One figure in two places (N1)."""
