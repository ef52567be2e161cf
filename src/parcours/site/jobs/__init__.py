"""Jobs: what a page asks for and the worker does, at least once, whatever is killed when.

Nouns: job, lease, attempt, schedule, worker. docs/reference/jobs.md says how to use them.
"""
