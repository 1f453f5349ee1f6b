"""Order, standing and praise (G3, N2, N3, P1)."""
