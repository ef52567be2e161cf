"""A table on its way to being events: cast to the schema, checked, named, put in order.

Nouns: column, row, problem, name of an event. Knows no log and no file.
"""
