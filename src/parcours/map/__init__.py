"""The canvas: drawn, versioned, and laid under what customers lived.

Nouns: canvas, edit, version, belief, reading. Leans on the ledger and on people.
"""
