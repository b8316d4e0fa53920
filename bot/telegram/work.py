"""One update's unit of work, as handlers see it.

A handler reads the update, asks services, and says what to call; nothing is sent before the
transaction is committed.
"""

import re
from collections import Counter
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Update
from telegram.constants import ChatType
from telegram.ext import Application, CallbackContext, ExtBot

from bot import jobs
from bot.content import samples
from bot.dialog.states import Step
from bot.people.roles import NO_RIGHTS, Official, Rights
from bot.telegram import calls
from bot.telegram.calls import Call, Rows
from knowledge.context import Previous
from knowledge.scrubbing import Scrubbed, scrub
from knowledge.topics import Topic

if TYPE_CHECKING:
    from bot.services import Services

_NoData = dict[Any, Any]


@dataclass
class Work:
    """What belongs to one update: its transaction, its moment, and the calls it leads to."""

    connection: AsyncConnection
    now: datetime
    services: "Services"
    calls: list[Call] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    failure: Exception | None = None
    step: Step | None = None
    """The step the chat was in when the update arrived."""
    rights: Rights = NO_RIGHTS
    """What the database gave the sender when the update arrived."""
    previous: Previous | None = None
    """The question that was answered in this chat a moment ago."""
    asked_for_jobs: bool = False
    asked: Previous | None = None
    """The question that this update asks, for the next one to go on from."""
    sample: str | None = None
    """The question, where it may be kept without who asked it."""
    erased: bool = False
    """Whether this update erased its chat: nothing about it may be noted afterwards."""


current_work: ContextVar[Work] = ContextVar("current_work")


class Turn(CallbackContext[ExtBot[None], _NoData, _NoData, _NoData]):
    """What a handler works with: who writes where, the services, and ways to answer."""

    work: Work
    update: Update  # type: ignore[assignment]  # PTB's update() merges what data filters found; none is used

    @classmethod
    def from_update(
        cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]
    ) -> Self:
        """Built by PTB for each update; takes up the work that the receiver began."""
        turn = super().from_update(update, application)
        turn.work = current_work.get()
        if isinstance(update, Update):
            turn.update = update
        return turn

    @property
    def services(self) -> "Services":
        """Everything a handler may call."""
        return self.work.services

    @property
    def connection(self) -> AsyncConnection:
        """The transaction that is committed before anything is sent."""
        return self.work.connection

    @property
    def now(self) -> datetime:
        """The moment of this update."""
        return self.work.now

    @property
    def today(self) -> date:
        """The day, by the clock of the configured time zone."""
        return self.now.astimezone(self.services.settings.zone).date()

    @property
    def chat_id(self) -> int:
        """The chat the update comes from."""
        chat = self.update.effective_chat
        if chat is None:
            raise LookupError("the update has no chat")
        return chat.id

    @property
    def is_private(self) -> bool:
        """Whether the person is alone with the bot."""
        chat = self.update.effective_chat
        return chat is not None and chat.type == ChatType.PRIVATE

    @property
    def is_admin(self) -> bool:
        """Whether the person is an admin now: named in ADMIN_IDS, or made one by an admin."""
        return self.work.rights.is_admin or self.is_admin_for_good

    @property
    def is_admin_for_good(self) -> bool:
        """Whether the person is named in ADMIN_IDS, which no admin can revoke."""
        user = self.update.effective_user
        return user is not None and user.id in self.services.settings.admin_ids

    @property
    def official(self) -> Official | None:
        """What the person is an official of, now; None for everybody else."""
        return self.work.rights.official

    @property
    def person_id(self) -> int:
        """The person the update comes from."""
        user = self.update.effective_user
        if user is None:
            raise LookupError("the update has no sender")
        return user.id

    @property
    def text(self) -> str:
        """The text or caption of the message at hand, without the bot's name in front or behind."""
        message = self.update.effective_message
        text = (message.text or message.caption or "") if message else ""
        mention = re.escape(f"@{self.services.bot_username}")
        return re.sub(rf"{mention}\b[,:]?", "", text, flags=re.IGNORECASE).strip()

    @property
    def message_id(self) -> int:
        """The message at hand."""
        message = self.update.effective_message
        if message is None:
            raise LookupError("the update has no message")
        return message.message_id

    @property
    def tapped_message_id(self) -> int:
        """The bot's message whose button was tapped; 0 when Telegram doesn't tell."""
        query = self.update.callback_query
        return query.message.message_id if query is not None and query.message is not None else 0

    def say(self, html: str, rows: Rows = ()) -> None:
        """Answer the message at hand with one of the bot's own; in groups as a visible reply."""
        message_id = self._answered_message
        quote = None if self.is_private else message_id
        self.work.calls.append(
            calls.send_text(self.chat_id, html, rows, answers=message_id, quote=quote)
        )

    def say_discreetly(self, html: str, rows: Rows = (), *, lasts: timedelta) -> None:
        """Say what only this person may see: not to be forwarded, and deleted after a time."""
        said = calls.send_text(self.chat_id, html, rows, answers=self._answered_message)
        self.work.calls.append(calls.discreet(said, lasts))

    def say_with_keys(self, html: str, keys: dict[str, Any]) -> None:
        """Say something and change what is in place of the phone's letters."""
        said = calls.send_text(self.chat_id, html, answers=self._answered_message)
        self.work.calls.append(calls.with_keys(said, keys))

    def show_photo(self, file: str, html: str, rows: Rows = ()) -> None:
        """Answer with a stored picture; `file` is its key."""
        self.work.calls.append(
            calls.send_photo(self.chat_id, file, html, rows, answers=self._answered_message)
        )

    def hand_over(self, file: str, html: str, rows: Rows = ()) -> None:
        """Answer with a stored document; `file` is its key."""
        self.work.calls.append(
            calls.send_document(self.chat_id, file, html, rows, answers=self._answered_message)
        )

    async def ask_for_job(
        self,
        kind: str,
        data: dict[str, Any],
        *,
        run_at: datetime | None = None,
        key: str | None = None,
    ) -> bool:
        """Have something done after this update; False when a job of this key is there already."""
        self.work.asked_for_jobs = True
        return await jobs.enqueue(
            self.connection,
            kind,
            data,
            run_at=run_at or self.now,
            chat_id=self.chat_id,
            key=key,
        )

    @property
    def _answered_message(self) -> int | None:
        """The message at hand, unless it is the bot's own, under which a button was tapped."""
        message = self.update.effective_message
        return message.message_id if message and not self.update.callback_query else None

    def reply(self, html: str, rows: Rows = (), *, replaces: int | None = None) -> None:
        """Answer the message at hand; when it was edited, by replacing the earlier answer."""
        message = self.update.effective_message
        if replaces is None or message is None:
            self.say(html, rows)
        else:
            # A deleted answer becomes a new one, which is to be found on the next edit.
            self.work.calls.append(
                calls.edit_text(self.chat_id, replaces, html, rows, answers=message.message_id)
            )

    def edit(self, message_id: int, html: str, rows: Rows = ()) -> None:
        """Replace one of the bot's messages."""
        self.work.calls.append(calls.edit_text(self.chat_id, message_id, html, rows))

    def edit_buttons(self, message_id: int, rows: Rows) -> None:
        """Replace the buttons under one of the bot's messages."""
        self.work.calls.append(calls.edit_buttons(self.chat_id, message_id, rows))

    def delete(self, message_ids: Iterable[int]) -> None:
        """Delete messages of the bot's from this chat."""
        self.work.calls += [calls.delete(self.chat_id, message_id) for message_id in message_ids]

    def delete_message(self) -> None:
        """Delete the message at hand from the chat."""
        message = self.update.effective_message
        if message is not None:
            self.work.calls.append(calls.delete(self.chat_id, message.message_id))

    def remember(self, question: str, topic: Topic) -> None:
        """Let the next message go on from this question, in private. It is kept scrubbed."""
        if self.is_private:
            self.work.asked = Previous(scrub(question).text, topic.id)

    def sample(self, question: Scrubbed) -> None:
        """Keep the question for trying drafts out with, without who asked, if it is fit for it."""
        self.work.sample = samples.fit_to_keep(question)

    def count(self, kind: str, name: str) -> None:
        """Count something for the day's statistics."""
        self.work.counts[kind, name] += 1

    def answer_tap(self, text: str | None = None, *, alert: bool = False) -> None:
        """Let the button that was tapped stop waiting, with a short notice if there is one."""
        query = self.update.callback_query
        if query is not None:
            self.work.calls.append(calls.answer_tap(query.id, text, alert=alert))
