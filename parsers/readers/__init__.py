"""Readers: bytes of any supported format in, one ``parsers.document.Document`` out.

What belongs here: one module a format, and ``dispatch.read``, which chooses between them. What does not: what the text
means.
"""

from parsers.readers.dispatch import read

__all__ = ["read"]
