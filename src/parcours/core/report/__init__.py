"""The gap as a document: one HTML file that a director would forward, in French or English."""
