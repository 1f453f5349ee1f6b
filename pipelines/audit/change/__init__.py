"""Changes against an earlier period (A6, G2, G3)."""
