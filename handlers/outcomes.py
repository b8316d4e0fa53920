"""What became of a question, as the day's counts and the kept questions name it."""

ANSWERED = "answer"
CLARIFIED = "clarify"
UNANSWERED = "fallback"
