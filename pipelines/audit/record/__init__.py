"""Claims against the public record, and against the publisher's other bulletins (V1, C1, M1, X1)."""
