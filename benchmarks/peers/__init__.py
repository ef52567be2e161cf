"""The same jobs, done by others: run in the environment of requirements/peers.txt."""
