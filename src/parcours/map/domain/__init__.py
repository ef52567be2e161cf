"""What the room does, one activity a file."""
