"""Surveys: drawn, sent, answered, counted."""
