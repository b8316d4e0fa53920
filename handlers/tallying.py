"""What is counted of a question: its outcome, the regions it names, the topic. Never who asked."""

from bot.content import statistics
from bot.telegram.work import Turn
from knowledge.library import Reply


def count_question(turn: Turn, reply: Reply, *, is_urgent: bool) -> None:
    """Count one question in people's own words."""
    outcome = "answer" if is_urgent else reply.outcome
    turn.count(statistics.QUESTION, outcome)
    is_answered = outcome in statistics.ANSWERED and reply.topic is not None and not is_urgent
    if is_answered and reply.topic is not None:
        turn.count(statistics.TOPIC, reply.topic.id)
    elif outcome == "fallback" and reply.candidates:
        turn.count(statistics.GUESS, reply.candidates[0].topic or "")
    for region in reply.regions:
        turn.count(statistics.REGION, region)
        if is_answered and reply.topic is not None:
            turn.count(statistics.REGION, f"{region}:{reply.topic.id}")
