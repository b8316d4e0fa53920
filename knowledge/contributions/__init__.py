"""The contribution calculator: what a worker pays, until when, and what it buys.

Own-account workers by income bands, employees by wage, migrant workers by contract. All numbers are
figures with dates and facts, or the bands of `bands.csv`; amounts are whole rupiah. Inputs are
filled one by one (`next_question`, `answered`) or all at once, calculated, and said `in_words`.
"""

from knowledge.contributions.errors import CalculationError, Problem
from knowledge.contributions.inputs import (
    Calculation,
    Input,
    Inputs,
    Kind,
    Referral,
    answered,
    calculate,
)
from knowledge.contributions.question import TYPE_IT, Choice, Question, next_question
from knowledge.contributions.wording import in_words, refusal

__all__ = [
    "TYPE_IT",
    "Calculation",
    "CalculationError",
    "Choice",
    "Input",
    "Inputs",
    "Kind",
    "Problem",
    "Question",
    "Referral",
    "answered",
    "calculate",
    "in_words",
    "next_question",
    "refusal",
]
