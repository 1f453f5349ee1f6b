"""Commands of ``wenzheng`` by subject, each module with an ``app`` that ``pipelines.cli`` takes in."""
