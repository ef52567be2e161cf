"""What must hold: mirrors src/parcours, plus the house rules and end-to-end stories."""
