"""Sums of tables and of sentences, and what neighbouring figures give by their place (A1, A2, A3, A4, A9, X2)."""
