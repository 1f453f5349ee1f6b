"""Sources and their pages: what each site is, how it is requested politely, and the archive of what it answered.

What belongs here: descriptions of sources, requesting, frontier, archive, ingestion of files. What does not: reading
what a page says (``parsers``), tables (``warehouse``), arithmetic and commands (``pipelines``). Only ``parsers`` may be
imported.
"""
