"""What the room does, whoever asks."""
