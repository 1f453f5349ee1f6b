"""The assets of the Dagster graph, room by room: archive, lake, warehouse with metrics and audit.

What belongs here: which thing is made of which, and what is told of it to an analyst who has never met us (meaning,
rows, columns and where each comes from, samples without anybody's words, plots). What does not: making it, which is the
work of the rooms, ``pipelines.fill`` and ``pipelines.build``; when things are made (schedules, sensors, jobs).
"""
