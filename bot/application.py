"""The composition root: builds every part, in order, and takes them down in reverse."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog
from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot

from bot.content.serving import Serving
from bot.coverage.books import Books
from bot.coverage.edition import load_edition
from bot.coverage.mailing import Alerts, AskedMost, DigestPictures, Digests, nobody_asked
from bot.coverage.mailing.losing import Losing
from bot.files import Shelf
from bot.jobs import JobRunner
from bot.outbox.pace import Pace
from bot.outbox.posting import Posting
from bot.outbox.sender import Sender
from bot.outbox.settling import Hooks
from bot.registry.keys import KeyProblem, KeyRing, NoSecretError
from bot.registry.lookup import Lookup
from bot.registry.store.key_store import open_keys
from bot.schedule import create_schedule
from bot.services import Services
from bot.settings import Settings
from bot.storage.migrations import ensure_schema
from bot.storage.storage import Storage
from bot.telegram.afterwards import Afterwards
from bot.telegram.delivery import BotApi, Delivery
from bot.telegram.expiry import DELETE_MESSAGE, deleter
from bot.telegram.profile import publish_profile
from bot.telegram.receiver import Receiver
from bot.telegram.request import AiohttpRequest
from bot.telegram.work import Turn
from bot.uploads import Kind
from handlers import profile, register, words
from handlers.coverage_picture import COVERAGE_PICTURE, CoveragePictures
from handlers.report_jobs import REPORT_FILE, REPORT_PREVIEW, REPORT_SEND, ReportJobs
from handlers.report_letters import ReportLetters, lost_words
from handlers.uploads.figures import FigureTables
from handlers.uploads.members import MemberLists
from handlers.uploads.work import APPLY, EXAMINE, Uploads
from knowledge.library import Library

_log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]


class NoTokenError(Exception):
    """TELEGRAM_TOKEN is not set."""


@dataclass(frozen=True)
class Running:
    """A bot that is ready to receive."""

    settings: Settings
    storage: Storage
    api: BotApi
    receiver: Receiver
    sender: Sender
    bot_username: str
    reports: "Reports"


@dataclass(frozen=True)
class Reports:
    """The coverage update: digests and alerts."""

    digests: Digests
    alerts: Alerts

    async def send_due(self) -> None:
        """Each minute: digests first, so that nobody is alerted to what a digest just said."""
        await self.digests.send_due()
        await self.alerts.send()


def clock_of(settings: Settings) -> Clock:
    """The time in the configured zone, so that a moment's date is the reader's date."""
    return lambda: datetime.now(settings.zone)


@asynccontextmanager
async def running_bot(
    settings: Settings,
    library: Library,
    clock: Clock | None = None,
    *,
    upload_kinds: Mapping[str, Kind] | None = None,
) -> AsyncIterator[Running]:
    """A bot with everything but its way of receiving, stopped in order at the end.

    Raises NoTokenError, telegram.error.InvalidToken, SchemaError, or SQLAlchemyError when the
    database can't be reached.
    """
    if settings.telegram_token is None:
        raise NoTokenError
    clock = clock or clock_of(settings)
    await ensure_schema(settings)
    storage = Storage(settings.database_url.get_secret_value())
    request = AiohttpRequest()
    try:
        await load_edition(storage, clock())
        application = build_application(settings, request)
        await application.initialize()
        bot = application.bot
        api = BotApi(request, bot.base_url, bot.base_file_url)
        register(application)
        await publish_profile(api, profile(), settings.admin_ids)
        afterwards = Afterwards(storage, clock)
        shelf = Shelf(storage)
        delivery = Delivery(api, shelf)
        kinds = upload_kinds or {
            "members": MemberLists(settings, clock),
            "coverage": FigureTables(storage, clock),
        }
        serving = Serving(library)
        await serving.begin(storage, clock())
        keys = await _registry_keys(settings, storage, clock())
        lookup = Lookup(keys, settings.budgets, settings.zone)
        services = Services(settings, serving.current, lookup, bot.username, kinds)
        pictures = CoveragePictures(storage, delivery, services.coverage, clock)
        sender = Sender(
            storage,
            Posting(api, shelf),
            clock,
            pace=Pace(per_second=settings.bulk_per_second),
            hooks=Hooks(on_unreachable=Losing(settings.admin_ids, lost_words, clock)),
        )
        reports = _reports(settings, storage, services.coverage, clock, sender.wake)
        report_jobs = ReportJobs(storage, delivery, services.coverage, reports.digests, clock)
        uploads = Uploads(storage, api, delivery, kinds, clock)
        jobs = JobRunner(
            storage,
            clock,
            {
                DELETE_MESSAGE: deleter(delivery),
                COVERAGE_PICTURE: pictures.send,
                REPORT_PREVIEW: report_jobs.preview,
                REPORT_SEND: report_jobs.send,
                REPORT_FILE: report_jobs.file,
                EXAMINE: uploads.examine,
                APPLY: uploads.apply,
            },
            when_given_up={EXAMINE: uploads.give_up, APPLY: uploads.give_up},
        )
        receiver = Receiver(
            application,
            lambda: replace(services, content=serving.current),
            storage=storage,
            delivery=delivery,
            afterwards=afterwards,
            clock=clock,
            apology=words.APOLOGY,
            on_jobs=jobs.wake,
        )
        schedule = create_schedule(storage, clock, reports.send_due)
        schedule.start()
        jobs.start()
        sender.start()
        serving.follow(storage)
        try:
            yield Running(settings, storage, api, receiver, sender, bot.username, reports)
        finally:
            schedule.shutdown(wait=False)
            await sender.stop()
            await jobs.stop()
            await serving.stop()
            await afterwards.close()
            await application.shutdown()
    finally:
        await request.shutdown()
        await storage.close()


def _reports(  # noqa: PLR0913, PLR0917 -- what both are built from
    settings: Settings,
    storage: Storage,
    books: Books,
    clock: Clock,
    wake: Callable[[], None],
    asked_most: AskedMost = nobody_asked,
) -> Reports:
    letters = ReportLetters()
    digests = Digests(
        storage,
        books,
        DigestPictures(storage, clock),
        letters,
        clock,
        zone=settings.zone,
        target_date=settings.coverage_target_date,
        asked_most=asked_most,
        on_enqueued=wake,
    )
    alerts = Alerts(
        storage,
        books,
        letters,
        clock,
        zone=settings.zone,
        target_date=settings.coverage_target_date,
        on_enqueued=wake,
    )
    return Reports(digests, alerts)


async def _registry_keys(settings: Settings, storage: Storage, now: datetime) -> KeyRing | None:
    """The registry's keys; None when there are none that fit: look-ups are closed then."""
    try:
        return await open_keys(storage, settings.secret_key, now)
    except NoSecretError as problem:
        _log.info("registry_closed", why=str(problem))  # an installation may have no registry
    except KeyProblem as problem:
        _log.warning("registry_closed", why=str(problem))
    return None


def build_application(
    settings: Settings, request: AiohttpRequest
) -> Application[ExtBot[None], Turn, Any, Any, Any, None]:
    """PTB's application without its ways of receiving, not initialized and without handlers."""
    token = settings.telegram_token
    assert token is not None  # noqa: S101 -- running_bot has looked
    api_url = str(settings.telegram_api_url).rstrip("/")
    return (
        ApplicationBuilder()
        .token(token.get_secret_value())
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .request(request)
        .get_updates_request(request)
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=Turn))
        .build()
    )
