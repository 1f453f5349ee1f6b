"""Averages, and notes that print a calculation (A7, A8)."""
