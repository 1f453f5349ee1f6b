"""Time: of letters, of limits, of publication (T1-T5, L1)."""
