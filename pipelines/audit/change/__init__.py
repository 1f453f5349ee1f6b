"""Changes against an earlier period (A2, A6, G2, G3)."""
