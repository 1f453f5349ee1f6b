"""Shares of a whole (A3, G2)."""
