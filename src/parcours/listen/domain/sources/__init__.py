"""Words that were said elsewhere: reviews, tickets, notes."""
