"""/cek: is this person registered? Consent, NIK, name; a stronger proof for the details.

Between two messages only the NIK's keyed hash is kept, in the dialog's step.
"""

from datetime import timedelta
from typing import TypeGuard

from telegram import Update

from bot import dialog
from bot.dialog import Step
from bot.people import consent
from bot.registry.budgets import ProofKind
from bot.registry.lookup import Availability, Match, Proof
from bot.registry.nik import Nik, NikError
from bot.telegram.calls import NO_KEYS, Button, contact_key, send_text
from bot.telegram.work import Turn
from handlers import buttons, consents, outcomes, status_words
from knowledge.language.sentences import looks_like_a_question
from knowledge.scrubbing import scrub

_NIK, _NAME, _MATCHED = "check_nik", "check_name", "check_matched"
_KPJ, CONTACT = "check_kpj", "check_contact"
WRITTEN = {_NIK: "nik", _NAME: "name", _KPJ: "kpj"}
"""Steps that wait for a text, and what it is to be."""
_LASTS = timedelta(minutes=10)
_SHOWN_FOR = timedelta(minutes=5)
_LONGEST_NAME = 100
_FEWEST_LETTERS = 3
_KPJ_DIGITS = 6
_PERSONAL_DIGITS = 4
"""A message with so many digits is deleted while a number is waited for, whatever else it says."""

AGREE, DECLINE, BY_CONTACT, BY_KPJ = "y", "n", "p", "k"
_PROOFS = {
    ProofKind.CONTACT: Button("📱 Lewat nomor HP saya", f"{buttons.CHECK}:{BY_CONTACT}"),
    ProofKind.KPJ: Button("💳 Lewat nomor KPJ", f"{buttons.CHECK}:{BY_KPJ}"),
}


async def on_check(_: Update, turn: Turn) -> None:
    """/cek."""
    await begin(turn)


async def begin(turn: Turn, *, replaces: int | None = None) -> None:
    """Ask for consent, or for the NIK where it was given before; in a group lead away."""
    if not turn.is_private:
        username = turn.services.bot_username
        row = [buttons.private_chat_button(username, buttons.CHECK_PAYLOAD)]
        turn.reply(status_words.PRIVATE_MATTER, [row], replaces=replaces)
        return
    turn.count(outcomes.ANSWERED, "status_check")
    why_not = await _why_not_now(turn)
    if why_not is not None:
        turn.reply(why_not, [[buttons.MENU_BUTTON]], replaces=replaces)
        return
    text = consents.STATUS_CHECK
    given = await consent.current(turn.connection, turn.chat_id, text.purpose)
    if given is not None and given.version == text.version:
        await _go_to(turn, _NIK)
        turn.reply(status_words.ASK_NIK, replaces=replaces)
        return
    words = consents.words_of(text, turn.services.library, turn.today)
    rows = [
        [Button(status_words.CONSENT_YES, f"{buttons.CHECK}:{AGREE}")],
        [Button(status_words.CONSENT_NO, f"{buttons.CHECK}:{DECLINE}")],
    ]
    turn.reply(words, rows, replaces=replaces)


async def on_tap(turn: Turn, parts: list[str]) -> bool:
    """The button that begins a look-up, or a choice in one; False for forged data."""
    match parts[1:]:
        case []:
            turn.answer_tap()
            await begin(turn)
        case _ if not turn.is_private:
            return False
        case ["y"]:
            await _agreed(turn)
        case ["n"]:
            turn.answer_tap()
            await dialog.forget(turn.connection, turn.chat_id)
            turn.edit(turn.tapped_message_id, status_words.DECLINED, [[buttons.MENU_BUTTON]])
        case ["p"]:
            await _ask_for_proof(turn, CONTACT)
        case ["k"]:
            await _ask_for_proof(turn, _KPJ)
        case _:
            return False
    return True


def is_awaited(step: Step | None) -> TypeGuard[Step]:
    """Whether a text is waited for."""
    return step is not None and step.name in WRITTEN


def awaits_contact(step: Step | None) -> TypeGuard[Step]:
    """Whether the person's own contact is waited for."""
    return step is not None and step.name == CONTACT


async def on_text(turn: Turn, step: Step) -> bool:
    """A text while one is waited for; False for a question, which is answered like any other.

    The step stays then, so that the person can go on.
    """
    if step.name != _NAME:
        _delete_digits(turn)
    if _is_a_question(turn):
        return False
    match step.name:
        case "check_nik":
            await _on_nik(turn)
        case "check_name":
            await _on_name(turn, step)
        case _:
            await _on_kpj(turn, step)
    return True


def remind(turn: Turn, step: Step) -> None:
    """After a question in between: how to go on."""
    turn.say(status_words.GO_ON.format(wanted=status_words.WANTED[WRITTEN[step.name]]))


def on_other(turn: Turn, step: Step) -> None:
    """A photo, a voice note, a file while a text is waited for: it may show an identity card."""
    turn.delete_message()
    wanted = status_words.WANTED[WRITTEN[step.name]]
    turn.say(status_words.NO_TEXT.format(wanted=wanted))


async def on_contact(turn: Turn, step: Step) -> None:
    """A contact while the person's own is waited for."""
    message = turn.update.effective_message
    contact = message.contact if message is not None else None
    person = turn.update.effective_user
    turn.delete_message()
    if contact is None or person is None or contact.user_id != person.id:
        turn.say(status_words.NOT_OWN_CONTACT)
        return
    await dialog.forget(turn.connection, turn.chat_id)
    turn.say_with_keys(status_words.CONTACT_READ, NO_KEYS)
    proof = await turn.services.lookup.prove_by_phone(
        turn.connection, turn.chat_id, _hash_in(step), contact.phone_number, turn.now
    )
    _tell_proved(turn, proof)


async def on_history(_: Update, turn: Turn) -> None:
    """/riwayat_cek: who looked up the NIKs that were found for this account."""
    looks = await turn.services.lookup.history(turn.connection, turn.chat_id)
    zone = turn.services.settings.zone
    turn.say(status_words.history(looks, zone), [[buttons.CHECK_BUTTON]])


async def _why_not_now(turn: Turn) -> str | None:
    """Why nobody, or not this person, can look up now. Tells nothing about anybody."""
    lookup = turn.services.lookup
    match await lookup.availability(turn.connection, turn.now):
        case Availability.NO_REGISTRY:
            return turn.services.library.answers.text(status_words.NOT_AVAILABLE, turn.today)
        case Availability.CLOSED:
            return status_words.CLOSED
        case Availability.OPEN:
            pass
    left = await lookup.attempts_left(turn.connection, turn.chat_id, turn.now)
    return status_words.NO_ATTEMPTS_LEFT if left == 0 else None


async def _agreed(turn: Turn) -> None:
    text = consents.STATUS_CHECK
    turn.answer_tap()
    await consent.give(turn.connection, turn.chat_id, text.purpose, text.version, turn.now)
    turn.edit_buttons(turn.tapped_message_id, [])
    await begin(turn)


async def _on_nik(turn: Turn) -> None:
    try:
        nik = Nik.parse(turn.text)
    except NikError as error:
        turn.say(status_words.nik_problem(error))
        return
    nik_hash = turn.services.lookup.hash_of(nik)
    await _go_to(turn, _NAME, nik_hash)
    turn.say(status_words.ASK_NAME)


async def _on_name(turn: Turn, step: Step) -> None:
    name = " ".join(turn.text.split())
    letters = sum(character.isalpha() for character in name)
    if letters < _FEWEST_LETTERS or len(name) > _LONGEST_NAME or any(map(str.isdigit, name)):
        turn.say(status_words.NOT_A_NAME)
        return
    nik_hash = _hash_in(step)
    lookup = turn.services.lookup
    checked = await lookup.check(turn.connection, turn.chat_id, nik_hash, name, turn.now)
    library = turn.services.library
    if checked.match is None:
        await dialog.forget(turn.connection, turn.chat_id)
        said = status_words.no_match(library, checked.as_of, turn.today)
    else:
        await _go_to(turn, _MATCHED, nik_hash)
        proofs = _proofs_for(turn, checked.match)
        said = status_words.match(library, checked.match, proofs, turn.today)
    turn.say_discreetly(*said, lasts=_SHOWN_FOR)
    _alert(turn, checked.alarm)


def _proofs_for(turn: Turn, found: Match) -> list[Button]:
    """The proofs that the setting allows and the data can bear out."""
    wanted = turn.services.settings.lookup_proof
    possible = ((ProofKind.CONTACT, found.has_phone), (ProofKind.KPJ, found.has_kpj))
    return [_PROOFS[kind] for kind, has in possible if has and wanted in {kind, ProofKind.EITHER}]


async def _ask_for_proof(turn: Turn, step_name: str) -> None:
    step = await dialog.load(turn.connection, turn.chat_id, turn.now)
    if step is None or step.name not in {_MATCHED, _KPJ, CONTACT}:
        turn.answer_tap(status_words.TOO_LATE, alert=True)
        return
    turn.answer_tap()
    await _go_to(turn, step_name, _hash_in(step))
    if step_name == CONTACT:
        turn.say_with_keys(status_words.ASK_CONTACT, contact_key(status_words.CONTACT_KEY))
    else:
        turn.say(status_words.ASK_KPJ)


async def _on_kpj(turn: Turn, step: Step) -> None:
    digits = "".join(character for character in turn.text if character.isdigit())
    if len(digits) < _KPJ_DIGITS:
        turn.say(status_words.NOT_A_KPJ)
        return
    await dialog.forget(turn.connection, turn.chat_id)
    proof = await turn.services.lookup.prove_by_kpj(
        turn.connection, turn.chat_id, _hash_in(step), digits[-_KPJ_DIGITS:], turn.now
    )
    _tell_proved(turn, proof)


def _tell_proved(turn: Turn, proof: Proof) -> None:
    if proof.details:
        said = status_words.details(turn.services.library, proof.details, turn.today)
        turn.say_discreetly(said, lasts=_SHOWN_FOR)
    else:
        turn.say(status_words.NOT_PROVED, [[buttons.CHECK_BUTTON]])
    _alert(turn, proof.alarm)


def _alert(turn: Turn, alarm: bool) -> None:  # noqa: FBT001 -- a value, not an option
    """Tell the admins that look-ups were closed."""
    if alarm:
        turn.work.calls += [
            send_text(admin, status_words.ALARM) for admin in turn.services.settings.admin_ids
        ]


def _delete_digits(turn: Turn) -> None:
    """Take digits out of the chat that `nik.hide` has not taken out already."""
    digits = sum(character.isdigit() for character in turn.text)
    if digits >= _PERSONAL_DIGITS and not scrub(turn.text).had_nik:
        turn.delete_message()


def _is_a_question(turn: Turn) -> bool:
    """Whether a text asks something instead of giving what is waited for.

    A name may resemble the words of a topic: only what looks like a question is taken for one.
    """
    digits = sum(character.isdigit() for character in turn.text)
    if digits >= _PERSONAL_DIGITS or not looks_like_a_question(turn.text):
        return False
    return turn.services.library.ask(turn.text).outcome in {"answer", "action"}


def _hash_in(step: Step) -> bytes:
    return bytes.fromhex(step.data["nik_hash"])


async def _go_to(turn: Turn, name: str, nik_hash: bytes = b"") -> None:
    earlier = await dialog.load(turn.connection, turn.chat_id, turn.now)
    version = earlier.version if earlier else 0
    step = Step(name, {"nik_hash": nik_hash.hex()}, version)
    await dialog.save(turn.connection, turn.chat_id, step, turn.now, _LASTS)
