"""Why a contribution cannot be worked out."""

from enum import StrEnum


class Problem(StrEnum):
    """What is wrong with what was asked; `wording.refusal` says it to a worker."""

    NOT_POSITIVE = "not_positive"
    ABSURD = "absurd"
    MONTHS = "months"
    FIRST_MONTH = "first_month"
    PROGRAMMES = "programmes"
    RISK_GROUP = "risk_group"
    SAVING = "saving"
    NO_FIGURE = "no_figure"
    NOT_A_CHOICE = "not_a_choice"
    INCOMPLETE = "incomplete"


class CalculationError(ValueError):
    """An input that cannot be calculated with; the message is for developers and logs."""

    def __init__(self, problem: Problem, message: str) -> None:
        super().__init__(message)
        self.problem = problem
