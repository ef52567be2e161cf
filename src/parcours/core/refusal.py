"""The one kind of error a person can do something about."""


class Refused(ValueError):
    """Something given could not be taken: the message says what was found and what to do.

    Errors that are facts about an input derive from it (``MissingColumns``, ``InvalidCanvas``);
    a command shows the message alone. Any other exception is a fault of ours.
    """
