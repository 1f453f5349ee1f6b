"""Spiders: what sends the requests of a crawl, one after the other, and hands over each answer.

What belongs here: Scrapy's side of requesting. What does not: what follows from an answer (``crawl_state``), the rules
of politeness (``politeness``, ``middlewares``, ``settings``), reading a letter (``parsers``).
"""
