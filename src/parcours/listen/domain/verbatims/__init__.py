"""What people said, and how it was read."""
