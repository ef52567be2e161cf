"""How fast Parcours is: synthetic logs, four jobs, named peers measured in the same run."""
