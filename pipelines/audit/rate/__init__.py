"""Rates: one count over another (A2, A4, A5, G1, G2, D1)."""
