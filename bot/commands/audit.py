"""`jamsosbot audit`: is the log of changes whole?"""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.configured import settings_or_exit
from bot.commands.database import in_transaction
from bot.commands.output import print_json, refuse

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.people.audit import Verdict

app = typer.Typer(help="The log of who changed what.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `verify` a subcommand although it is the only one."""


@app.command()
def verify(
    head: Annotated[
        str | None, typer.Option(help="A head noted earlier, which must still be there.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Recompute the chain; exit status 1 if an entry was changed, removed or moved."""
    from bot.people import audit

    async def work(connection: "AsyncConnection") -> "tuple[Verdict, bool]":
        verdict = await audit.verify(connection)
        return verdict, head is None or await audit.has(connection, head)

    verdict, has_head = in_transaction(settings_or_exit(), work)
    if as_json:
        print_json(
            {
                "entries": verdict.entries,
                "head": verdict.head,
                "whole": verdict.is_whole and has_head,
                "broken_at": verdict.broken_at,
            }
        )
    if not verdict.is_whole:
        refuse(f"entry {verdict.broken_at} doesn't fit: it or one before it was changed or removed")
    if not has_head:
        refuse(f"no entry has the hash {head}: the end of the log was cut off")
    if not as_json:
        typer.echo(f"{verdict.entries} entries are whole, head {verdict.head}")
