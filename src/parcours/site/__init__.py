"""The site around the rooms: settings, addresses, server, jobs, live updates, health, API.

Nouns: setting, process, job, key. Leans on every room; nothing leans on it but the command.
"""
