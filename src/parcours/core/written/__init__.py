"""What people write in files: YAML read with its line numbers, and errors that help.

Nouns: source (a text, and where each part of it stands), problem. Knows no canvas.
"""
