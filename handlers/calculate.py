"""/hitung: what a person's contribution is, asked for with buttons or said in one sentence.

The buttons carry what is known so far, so that any old message can be gone on from; only somebody
who types a number is in a step.
"""

from datetime import timedelta

from telegram import Update

from bot import dialog
from bot.dialog import Step
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons, outcomes
from handlers.answers import CHECK_FIRST, Message
from knowledge.contributions import (
    TYPE_IT,
    CalculationError,
    Input,
    Inputs,
    answered,
    calculate,
    in_words,
    next_question,
    refusal,
)
from knowledge.contributions.heard import heard
from knowledge.contributions.inputs import NO, YES
from knowledge.facts import Confidence
from knowledge.language.slots import Slots, slots
from knowledge.scrubbing import scrub, without_markers

STEP = "calculating"
_LASTS = timedelta(minutes=15)
_PAIR = "="
_KEYS = {wanted: wanted.value[0:2] for wanted in Input}
_INPUTS = {key: wanted for wanted, key in _KEYS.items()}
_TOPIC = "aksi-hitung-iuran"
_NEXT = ("cara-bayar-iuran", "cara-daftar-bpu")
_AGAIN = "🔁 Hitung lagi"

_MOST_DIGITS = 13

Known = tuple[tuple[Input, str], ...]
"""What was answered, in the order of answering."""


async def on_calculate(_: Update, turn: Turn) -> None:
    """/hitung, alone or with a sentence."""
    sentence = without_markers(scrub(" ".join(turn.args or [])).text)
    begin(turn, slots(sentence), sentence)
    turn.remember(sentence, turn.services.library.topics[_TOPIC])


def begin(turn: Turn, said: Slots, text: str, *, replaces: int | None = None) -> None:
    """Calculate from what a sentence says, or ask for what it leaves open."""
    known = _known_from(heard(said, text), turn)
    turn.reply(*_next_message(turn, known), replaces=replaces)
    turn.count(outcomes.ANSWERED, "calculator")


async def on_number(turn: Turn, step: Step) -> bool:
    """A typed number; False for a message that holds none and may be a question."""
    number = _number_in(turn.text)
    if number is None:
        return False
    known = _decoded(step.data["known"]) or ()
    wanted = Input(step.data["wanted"])
    try:
        answered(_inputs(known, turn), wanted, str(number), turn.today)
    except CalculationError as error:
        turn.say(refusal(error.problem))
        return True
    await dialog.forget(turn.connection, turn.chat_id)
    turn.say(*_next_message(turn, (*known, (wanted, str(number)))))
    return True


async def on_button(turn: Turn, encoded: str) -> None:
    """A choice was tapped; its data holds everything answered so far."""
    known = _decoded(encoded)
    if known is None:
        turn.answer_tap(buttons.STALE)
        return
    if known and known[-1][1] == TYPE_IT:
        await _ask_to_type(turn, known[:-1], known[-1][0])
        return
    try:
        message = _next_message(turn, known)
    except CalculationError:
        turn.answer_tap(buttons.STALE)
        return
    turn.answer_tap()
    turn.edit(turn.tapped_message_id, *message)


async def _ask_to_type(turn: Turn, known: Known, wanted: Input) -> None:
    try:
        question = next_question(_inputs(known, turn), turn.today)
    except CalculationError:
        question = None
    if question is None or question.wanted is not wanted or question.typing_prompt is None:
        turn.answer_tap(buttons.STALE)
        return
    turn.answer_tap()
    if turn.is_private:
        earlier = await dialog.load(turn.connection, turn.chat_id, turn.now)
        data = {"known": _encoded(known), "wanted": wanted.value}
        step = Step(STEP, data, earlier.version if earlier else 0)
        await dialog.save(turn.connection, turn.chat_id, step, turn.now, _LASTS)
    turn.say(question.typing_prompt)


def _next_message(turn: Turn, known: Known) -> Message:
    """The next question, or the result. Raises CalculationError for answers that can't be."""
    inputs = _inputs(known, turn)
    question = next_question(inputs, turn.today)
    if question is not None:
        rows = [
            [Button(choice.label, _data((*known, (question.wanted, choice.value))))]
            for choice in question.choices
        ]
        return question.text, rows
    result = calculate(inputs, turn.today)
    html = in_words(result)
    if result.confidence is not Confidence.HIGH:
        html = f"{html}\n\n{CHECK_FIRST}"
    topics = turn.services.library.topics
    rows = [[buttons.topic_button(topics[name])] for name in _NEXT]
    return html, [*rows, [Button(_AGAIN, buttons.CALCULATE)]]


def _inputs(known: Known, turn: Turn) -> Inputs:
    inputs = Inputs()
    for wanted, value in known:
        inputs = answered(inputs, wanted, value, turn.today)
    return inputs


def _known_from(inputs: Inputs, turn: Turn) -> Known:
    """What a sentence gave, as if it had been tapped; values that can't be are asked for."""
    given = (
        (Input.KIND, inputs.kind),
        (Input.TRANSPORT, _said(inputs.is_transport)),
        (Input.INCOME, inputs.income),
        (Input.PROGRAMMES, inputs.programmes),
        (Input.MONTHS, inputs.months),
    )
    known: Known = ()
    for wanted, value in given:
        if value is None:
            continue
        try:
            _inputs((*known, (wanted, str(value))), turn)
        except CalculationError:
            continue
        known = (*known, (wanted, str(value)))
    return known


def _said(whether: bool | None) -> str | None:  # noqa: FBT001 -- a value, not an option
    return None if whether is None else (YES if whether else NO)


def _data(known: Known) -> str:
    return f"{buttons.CALCULATE}:{_encoded(known)}"


def _encoded(known: Known) -> str:
    return ",".join(f"{_KEYS[wanted]}{_PAIR}{value}" for wanted, value in known)


def _decoded(encoded: str) -> Known | None:
    """What a button's data says; None for data that no button has."""
    known = []
    for pair in encoded.split(",") if encoded else ():
        key, _, value = pair.partition(_PAIR)
        if key not in _INPUTS or not value:
            return None
        known.append((_INPUTS[key], value))
    return tuple(known)


def _number_in(text: str) -> int | None:
    """The one number or amount of money in a short message."""
    amounts = slots(text).amounts
    if len(amounts) == 1:
        return amounts[0]
    digits = text.strip().replace(".", "").lower().removesuffix("bulan").removesuffix("bln").strip()
    return (
        int(digits)
        if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
        else None
    )
