"""Who there is: customers and what identifies them; colleagues, teams, roles, rights.

Nouns: customer, claim, consent, segment; member, team, role, invitation, audit entry.
Leans on ui and core. Every room leans on it.
"""
