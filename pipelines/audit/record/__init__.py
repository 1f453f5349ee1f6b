"""Claims against the public record, and against the publisher's other bulletins (C1, G3, M1, V1, X1, X2)."""
