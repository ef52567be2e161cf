"""A language model outside: off by default, asked through one door, believed in nothing."""
