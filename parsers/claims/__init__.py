"""Claims: every figure that somebody printed, from sentences and from tables, with metric, scope, period and place.

What does not belong here: which paragraphs a document has (``parsers.bulletins``), and judging a figure
(``pipelines.audit``).

Running text is read in steps, each a module that imports only those before it: ``words`` and ``tokens`` (what stands
there), ``sentence`` (in which order), ``measures``, ``qualifiers``, ``offices``, ``names`` (what single words mean),
``scope`` and ``walk`` (what is remembered, and how a claim is written), ``bases`` (against which period a figure is
held), ``movers``, ``changes`` (what rose or fell, and by how much), ``amounts`` (of money), ``narrowed`` (which counts
are of some only), ``naming`` (whose the figure behind is), ``added_up`` (whether it is of several kinds together),
``parts``, ``lists``, ``shares``, ``changes_in_order``, ``rates``, ``durations``, ``units`` (one kind of figure each),
``kinds_in_row`` (the first of several kinds), ``counted`` (whether a number counts letters), ``channels`` (of which
channel a sentence speaks), ``reading`` (one sentence), ``brackets`` (a figure in a bracket), ``in_bracket`` (several
there, and what was carried over), ``sentences`` (one paragraph), ``printed`` (every count of a paragraph, whatever it
counts), ``cells`` (tables), ``named`` (units that a text praises, blames or counts without a figure), ``letters``
(letters and replies), ``recognised`` (how surely a scan was read).
"""
