"""Order, standing and praise (N2, N3, P1, D3)."""
