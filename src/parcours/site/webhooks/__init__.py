"""Webhooks: addresses outside that are told what happens here.

Nouns: webhook, event, delivery. Leans on jobs to try again, and on people to forget.
"""
