"""What customers say in their own words: French and English, offline, on a processor."""
