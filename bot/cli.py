"""The `jamsosbot` command. Exit status: 0 done, 1 the data or the world refused, 2 wrong usage."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands import audit, coverage, db, digest, faq, people, registry
from bot.commands.configured import settings_or_exit
from bot.commands.output import misused, refuse

app = typer.Typer(
    help="Telegram bot on BPJS Ketenagakerjaan for workers of Kalimantan Timur.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(faq.app, name="faq")
app.add_typer(people.app, name="people")
app.add_typer(audit.app, name="audit")
app.add_typer(coverage.app, name="coverage")
app.add_typer(digest.app, name="digest")
app.add_typer(registry.app, name="registry")
app.add_typer(db.app, name="db")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def run() -> None:
    """Run the bot: by polling, or by webhook when WEBHOOK_URL is set."""
    import asyncio

    from sqlalchemy.exc import SQLAlchemyError
    from telegram.error import InvalidToken, TelegramError

    from bot.receiving import receive_updates
    from bot.storage.migrations import SchemaError
    from knowledge.library import build_library

    settings = settings_or_exit()
    if settings.telegram_token is None:
        misused("TELEGRAM_TOKEN is not set; `jamsosbot demo` needs none")
    try:
        asyncio.run(receive_updates(settings, build_library()))
    except InvalidToken:
        refuse("Telegram refuses the token; check TELEGRAM_TOKEN")
    except (SchemaError, TelegramError, SQLAlchemyError, OSError) as error:
        refuse(f"cannot run: {_without_secrets(error)}")


def _without_secrets(error: Exception) -> str:
    from bot.logging import redact

    return redact(f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}")


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the chat page; 0 picks a free one.")] = 8025,
    *,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Run everything on this machine, without a token: the bot, and a chat page to talk to it."""
    from bot.demo.run import run_demo
    from bot.logging import configure_logging

    configure_logging("WARNING", "text")
    try:
        run_demo(port, open_browser=browser)
    except OSError as error:
        refuse(f"cannot listen on port {port}: {error.strerror}; try --port 0")


@app.command()
def ask(
    text: Annotated[str | None, typer.Argument(help="The question.")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", exists=True, dir_okay=False, help="One a line.")
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Answer a question in the terminal, as the bot would."""
    from bot.commands.ask import answer_questions

    if (text is None) == (file is None):
        misused("give either a question or --file")
    if file is not None:
        try:
            questions = file.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            refuse(f"{file}: not UTF-8 text")
    else:
        questions = [text or ""]
    answer_questions(questions, as_json=as_json, one_line_each=file is not None)


@app.command()
def doctor() -> None:
    """Say what is configured, what is missing, and how to mend it."""
    from bot.commands.doctor import examine

    if not examine(settings_or_exit()):
        raise typer.Exit(1)


def main() -> None:
    """Run the command."""
    app()
