"""`jamsosbot digest`: the coverage update, looked at and sent."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from re import sub
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.configured import settings_or_exit
from bot.commands.output import misused, print_json, refuse

if TYPE_CHECKING:
    from bot.coverage.digest.composing import Digest
    from bot.settings import Settings

app = typer.Typer(help="The coverage update for officials and groups.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_PROVINCE = "64"


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Who gets updates."""

    recipients: int


@app.command()
def preview(
    region: Annotated[str, typer.Option(help="A region; without it the whole province.")] = "",
    *,
    as_json: Json = False,
) -> None:
    """What a reader of these regions would get now who got nothing yet; and how many get one."""
    settings = settings_or_exit()
    regions = (_region(region),) if region else (_PROVINCE,)
    digest, recipients = _on_database(settings, regions)
    html = _html(digest)
    if as_json:
        print_json(_document(digest, html, recipients))
        return
    typer.echo(unescape(sub(r"<[^>]+>", "", html)))
    typer.echo(f"{recipients} recipients get an update", err=True)


@app.command()
def send(
    *,
    now: Annotated[
        bool, typer.Option("--now", help="To everybody at once, outside their slots.")
    ] = False,
) -> None:
    """Enqueue updates: those that are due, or with --now for everybody. The running bot sends."""
    settings = settings_or_exit()
    count = _ask_for_sending(settings, everybody=now)
    whom = f"{count} recipients" if now else "those whose slot has passed"
    typer.echo(f"asked for: updates to {whom}; the running bot sends them", err=True)


def _html(digest: "Digest") -> str:
    from bot.coverage.digest.words import digest_html

    return digest_html(digest)


def _document(digest: "Digest", html: str, recipients: int) -> dict[str, Any]:
    return {
        "regions": list(digest.regions),
        "recipients": recipients,
        "headline": digest.headline.matter.name.casefold(),
        "text": unescape(sub(r"<[^>]+>", "", html)),
        "html": html,
        "standings": [
            {
                "region": each.region,
                "percent": float(each.shown.percent.value)
                if each.shown and each.shown.percent
                else None,
                "as_of": each.shown.as_of.isoformat() if each.shown else None,
                "not_covered": each.uncovered.whole if each.uncovered else None,
                "days_old": each.days_old,
                "per_week": each.pace.per_week if each.pace else None,
                "until": each.pace.by.isoformat() if each.pace else None,
            }
            for each in digest.standings
        ],
    }


def _region(said: str) -> str:
    from bot.coverage.places import region_in
    from bot.coverage.problems import RowError

    try:
        return region_in(name=said).kemendagri_code
    except RowError as error:
        misused(str(error))


def _on_database(settings: "Settings", regions: tuple[str, ...]) -> "tuple[Digest, int]":
    """The digest and how many get one; a database that isn't there yet has nobody."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.logging import redact

    try:
        return asyncio.run(_composed(settings, regions))
    except (SQLAlchemyError, OSError) as error:
        refuse(redact(f"the database refused: {str(error).splitlines()[0]}"))


async def _composed(settings: "Settings", regions: tuple[str, ...]) -> "tuple[Digest, int]":
    from bot.coverage.digest.composing import Occasion, compose
    from bot.coverage.mailing import recipients
    from bot.coverage.opening import open_book
    from bot.storage.migrations import versions
    from bot.storage.storage import Storage

    url = settings.database_url.get_secret_value()
    occasion = Occasion(datetime.now(settings.zone).date())
    book = await open_book(url)
    digest = compose(book, regions, {}, occasion, target_date=settings.coverage_target_date)
    has, wants = versions(url)
    if has != wants:
        return digest, 0
    storage = Storage(url)
    try:
        async with storage.engine.connect() as connection:
            return digest, await recipients.count_active(connection)
    finally:
        await storage.close()


def _ask_for_sending(settings: "Settings", *, everybody: bool) -> int:
    from sqlalchemy.exc import SQLAlchemyError

    from bot.logging import redact
    from bot.storage.migrations import SchemaError

    try:
        return asyncio.run(_asked(settings, everybody=everybody))
    except (SchemaError, SQLAlchemyError, OSError) as error:
        refuse(redact(f"the database refused: {str(error).splitlines()[0]}"))


async def _asked(settings: "Settings", *, everybody: bool) -> int:
    """Leave a job for the running bot; how many chats it is for."""
    from bot import jobs
    from bot.coverage.mailing import SEND_JOB, recipients
    from bot.storage.migrations import ensure_schema
    from bot.storage.storage import Storage

    await ensure_schema(settings)
    storage = Storage(settings.database_url.get_secret_value())
    now = datetime.now(settings.zone)
    key = f"manual-{now:%Y%m%d%H%M%S}"
    data = {"everybody": everybody, "key": key}
    try:
        async with storage.transaction() as connection:
            await jobs.enqueue(connection, SEND_JOB, data, run_at=now, key=f"{SEND_JOB}:{key}")
            return await recipients.count_active(connection)
    finally:
        await storage.close()
