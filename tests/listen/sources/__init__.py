"""Sources of words."""
