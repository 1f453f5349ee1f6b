"""Labels that do not fit their figures, and what was read badly (D2, E1)."""
