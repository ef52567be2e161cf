"""What people may write down in this room, one form a file."""
