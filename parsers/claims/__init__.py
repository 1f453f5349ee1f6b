"""Claims: every figure that somebody printed, from sentences and from tables, with metric, scope, period and place.

``tokens`` cuts a sentence into the words that matter, ``sentences`` reads figures from running text, ``cells`` from
tables, ``named`` the units that a text praises, blames or counts without a figure. What does not belong here: judging
a figure (``pipelines.audit``).
"""
