"""Time: of letters, of limits, of publication (D2, L1, T1, T2, T3, T4, T5)."""
