"""Conditions on earlier answers: when a question, or a word of thanks, is shown."""

from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, Field, model_validator

from parcours.core.language import _
from parcours.core.pattern import Number, Part, Values, check_bounds
from parcours.core.promise import Name


def _not_empty(several: tuple[Any, ...]) -> tuple[Any, ...]:
    if not several:
        raise ValueError(_("the list is empty: name one at least"))
    return several


# Not min_length, which calls a list of one faulty element empty.
NOT_EMPTY: Final = AfterValidator(_not_empty)


class Condition(Part):
    """One condition on an answer, or several of which all or any must hold.

    ``{question: recommend, at_most: 6}``, ``{question: reason, is: [late, broken]}``,
    ``{any: [{…}, {…}]}``. A question that was not shown, or not answered, meets none but
    ``answered: false``.
    """

    question: Name | None = None
    """The key of an earlier question."""
    row: Name | None = None
    """Of a matrix, or of moments: which row."""
    is_: Values | None = Field(default=None, alias="is")
    """The answer is one of these; of several choices, one at least is."""
    at_least: Number | None = None
    """The answer is this number or more."""
    at_most: Number | None = None
    """The answer is this number or less."""
    answered: bool | None = None
    """``true``: there is an answer. ``false``: there is none."""
    all: Annotated[tuple["Condition", ...], NOT_EMPTY] | None = None
    """Conditions that must all hold."""
    any: Annotated[tuple["Condition", ...], NOT_EMPTY] | None = None
    """Conditions of which one must hold."""

    @model_validator(mode="after")
    def _is_one_condition(self) -> Self:
        if [self.question, self.all, self.any].count(None) != 2:
            raise ValueError(
                _("a condition is about a `question`, or lists conditions in `all` or `any`")
            )
        is_bounded = self.at_least is not None or self.at_most is not None
        if is_bounded:
            check_bounds(self.at_least, self.at_most)
        said = [self.is_ is not None, is_bounded, self.answered is not None].count(True)
        if said != (1 if self.question else 0):
            raise ValueError(
                _(
                    "say what the answer must be with one of `is`, `at_least` and `at_most`, "
                    "`answered`"
                )
            )
        return self
