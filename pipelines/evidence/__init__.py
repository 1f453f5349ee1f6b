"""What stands behind a finding, for people who have to answer for a number.

What belongs here: gathering the quotes, captures and arithmetic of a finding, the notes that people keep on it, doing
it all over again from the archive, and what changed between two warehouses. What does not: checks and their sentences
(``pipelines.audit``), how a page looks (``pipelines/templates``), arguments (``pipelines.commands``).
"""
