"""`jamsosbot doctor`: what is configured, what is missing, and how to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.registry.keys import SHORTEST_SECRET, KeyProblem, NoSecretError
from bot.registry.store.database import reading
from bot.registry.store.key_store import load_keys
from bot.settings import Settings
from bot.storage.migrations import versions
from knowledge.check import check_all


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination. A problem keeps the bot from running; a note doesn't."""

    mark: str
    text: str

    @property
    def is_problem(self) -> bool:
        """Whether the bot can't run like this."""
        return self.mark == "✗"


def examine(settings: Settings) -> bool:
    """Print the findings; whether the bot can run."""
    findings = list(_findings(settings))
    for finding in findings:
        typer.echo(f"{finding.mark} {finding.text}")
    return not any(finding.is_problem for finding in findings)


def _findings(settings: Settings) -> Iterator[Finding]:
    if settings.telegram_token is None:
        yield Finding(
            "✗", "TELEGRAM_TOKEN is missing: get one from @BotFather (the demo needs none)"
        )
    else:
        yield Finding("✓", "TELEGRAM_TOKEN is set")
    key = settings.secret_key.get_secret_value() if settings.secret_key else ""
    if len(key) < SHORTEST_SECRET:
        yield Finding("•", f"SECRET_KEY is missing or shorter than {SHORTEST_SECRET} characters")
    else:
        yield Finding("✓", "SECRET_KEY is set")
    if settings.webhook_url is None:
        yield Finding("•", "receives by long polling (WEBHOOK_URL is not set)")
    else:
        yield Finding("✓", f"receives by webhook at {settings.webhook_url}")
    if not settings.admin_ids:
        yield Finding(
            "•", "ADMIN_IDS is empty: name an admin there, or run `jamsosbot people invite`"
        )
    yield from _database(settings)
    problems = check_all(_today(settings))
    if problems:
        yield Finding("✗", f"the content has {len(problems)} problems: run `jamsosbot faq check`")
    else:
        yield Finding("✓", "the content is valid")


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        has, wants = versions(settings.database_url.get_secret_value())
    except SQLAlchemyError as error:
        yield Finding(
            "✗", f"the database can't be reached ({type(error).__name__}): check DATABASE_URL"
        )
        return
    if has == wants:
        yield Finding("✓", f"the database's schema is up to date (version {has})")
        yield from _registry_key(settings)
    elif settings.uses_default_database:
        yield Finding("•", "the SQLite file is created or migrated at the next start")
    else:
        yield Finding("✗", "the database's schema is not up to date: run `jamsosbot db upgrade`")


def _registry_key(settings: Settings) -> Iterator[Finding]:
    """Whether SECRET_KEY is the one the database's hashes were made with."""
    try:
        with reading(settings.database_url.get_secret_value()) as engine, engine.connect() as open_:
            keys = load_keys(open_, settings.secret_key)
    except NoSecretError:
        return  # said already
    except KeyProblem as problem:
        yield Finding("✗", str(problem))
    else:
        yield Finding("✓", f"SECRET_KEY fits the registry (key {keys.key_id})")


def _today(settings: Settings) -> date:
    return datetime.now(settings.zone).date()
