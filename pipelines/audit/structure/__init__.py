"""What the columns of a table are to each other, whatever they are called (A1, A2, A3, A4, A6, A7)."""
