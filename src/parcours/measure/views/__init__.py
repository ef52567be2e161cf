"""The pages of the room, one resource a file."""
