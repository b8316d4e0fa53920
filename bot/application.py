"""The composition root: builds every part, in order, and takes them down in reverse."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot

from bot.content.gate import Gate
from bot.content.review import SEND_REVIEW
from bot.content.serving import Serving
from bot.content.statistics import asked_most
from bot.content.trying import TRY_OUT, Trials
from bot.coverage.books import Books
from bot.coverage.edition import load_edition
from bot.coverage.mailing import Alerts, DigestPictures, Digests
from bot.coverage.mailing.losing import Losing
from bot.files import Shelf
from bot.jobs import JobRunner
from bot.metrics import Metrics
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
from handlers.desk.work import DeskJobs
from handlers.faq import FaqListener
from handlers.report_jobs import REPORT_FILE, REPORT_PREVIEW, REPORT_SEND, ReportJobs
from handlers.report_letters import ReportLetters, lost_words
from handlers.reviews import review_sender
from handlers.statistics import DRAW_STATISTICS, chart_sender
from handlers.uploads.content import ContentUpload
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
    metrics: Metrics
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


@dataclass(frozen=True)
class _Base:
    """What nearly every part is built from."""

    settings: Settings
    storage: Storage
    clock: Clock
    api: BotApi
    shelf: Shelf
    delivery: Delivery
    serving: Serving


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
        metrics = Metrics()
        api = BotApi(request, bot.base_url, bot.base_file_url, on_result=metrics.called)
        register(application)
        await publish_profile(api, profile(), settings.admin_ids)
        shelf, serving = Shelf(storage), Serving(library)
        await serving.begin(storage, clock())
        base = _Base(settings, storage, clock, api, shelf, Delivery(api, shelf), serving)
        lookup = Lookup(await _registry_keys(base), settings.budgets, settings.zone)
        kinds = _upload_kinds(base) if upload_kinds is None else upload_kinds
        books = Books(counts_registry=settings.coverage_from_registry)
        services = Services(settings, serving.current, lookup, bot.username, kinds, books)
        sender = _sender(base)
        reports = _reports(base, books, sender.wake)
        jobs = _jobs(base, services, reports)
        afterwards = Afterwards(storage, clock)
        receiver = Receiver(
            application,
            lambda: replace(services, content=serving.current),
            storage=storage,
            delivery=base.delivery,
            afterwards=afterwards,
            clock=clock,
            apology=words.APOLOGY,
            on_jobs=jobs.wake,
            metrics=metrics,
        )
        schedule = create_schedule(
            storage, clock, reports.send_due, zone=settings.zone, admin_ids=settings.admin_ids
        )
        schedule.start()
        jobs.start()
        sender.start()
        serving.follow(storage)
        try:
            yield Running(settings, storage, api, receiver, sender, bot.username, metrics, reports)
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


def _upload_kinds(base: _Base) -> dict[str, Kind]:
    """What an admin's document may be."""
    return {
        "members": MemberLists(base.settings, base.clock),
        "coverage": FigureTables(base.storage, base.clock),
        "content": ContentUpload(base.storage, base.clock),
    }


def _sender(base: _Base) -> Sender:
    settings = base.settings
    return Sender(
        base.storage,
        Posting(base.api, base.shelf),
        base.clock,
        pace=Pace(per_second=settings.bulk_per_second),
        hooks=Hooks(on_unreachable=Losing(settings.admin_ids, lost_words, base.clock)),
    )


def _reports(base: _Base, books: Books, wake: Callable[[], None]) -> Reports:
    settings, letters = base.settings, ReportLetters()

    async def asked(connection: AsyncConnection, region: str, since: date) -> list[tuple[str, int]]:
        topics = base.serving.current.library.topics
        found = await asked_most(connection, region, since)
        return [(topics[name].label, count) for name, count in found if name in topics]

    digests = Digests(
        base.storage,
        books,
        DigestPictures(base.storage, base.clock),
        letters,
        base.clock,
        zone=settings.zone,
        target_date=settings.coverage_target_date,
        asked_most=asked,
        on_enqueued=wake,
    )
    alerts = Alerts(
        base.storage,
        books,
        letters,
        base.clock,
        zone=settings.zone,
        target_date=settings.coverage_target_date,
        on_enqueued=wake,
    )
    return Reports(digests, alerts)


def _jobs(base: _Base, services: Services, reports: Reports) -> JobRunner:
    """Everything that is done beside the updates."""
    settings, storage, clock, delivery = base.settings, base.storage, base.clock, base.delivery
    books = services.coverage
    uploads = Uploads(storage, base.api, delivery, services.upload_kinds, clock)
    listener = FaqListener(
        storage, delivery, lambda: replace(services, content=base.serving.current), clock
    )
    trials = Trials(storage, Gate(), listener)
    report_jobs = ReportJobs(storage, delivery, books, reports.digests, clock)
    return JobRunner(
        storage,
        clock,
        {
            DELETE_MESSAGE: deleter(delivery),
            EXAMINE: uploads.examine,
            APPLY: uploads.apply,
            TRY_OUT: trials.try_out,
            COVERAGE_PICTURE: CoveragePictures(storage, delivery, books, clock).send,
            REPORT_PREVIEW: report_jobs.preview,
            REPORT_SEND: report_jobs.send,
            REPORT_FILE: report_jobs.file,
            DRAW_STATISTICS: chart_sender(storage, delivery, settings, clock),
            SEND_REVIEW: review_sender(storage, delivery, base.serving, settings, clock),
            **DeskJobs(storage, settings, clock).workers,
        },
        when_given_up={
            EXAMINE: uploads.give_up,
            APPLY: uploads.give_up,
            TRY_OUT: trials.give_up,
        },
    )


async def _registry_keys(base: _Base) -> KeyRing | None:
    """The registry's keys; None when there are none that fit: look-ups are closed then."""
    try:
        return await open_keys(base.storage, base.settings.secret_key, base.clock())
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
