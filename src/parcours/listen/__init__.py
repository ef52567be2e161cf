"""What customers say: surveys, reviews and notes, and what their words tell."""
