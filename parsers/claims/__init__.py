"""Claims: every figure that somebody printed, from sentences and from tables, with metric, scope, period and place.

``sentences`` reads figures from running text, ``cells`` from tables, ``letters`` from letters and replies, ``named``
the units that a text praises, blames or counts without a figure. What does not belong here: judging a figure
(``pipelines.audit``).

Running text is read in steps, each a module that imports only those before it: ``words`` and ``tokens`` (what stands
there), ``sentence`` (in which order), ``measures``, ``qualifiers``, ``names``, ``offices`` (what single words mean),
``scope`` and ``walk`` (what is remembered, and how a claim is written), ``parts``, ``lists``, ``bases`` and
``changes``, ``durations``, ``units`` (one kind of figure each), ``counted`` (whether a number counts letters),
``reading`` (one sentence), ``brackets`` (a figure in a bracket), ``sentences`` (one paragraph).
"""
