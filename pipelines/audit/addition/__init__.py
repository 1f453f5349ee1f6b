"""Sums of tables and of sentences (A1, A2, A9, X2)."""
