"""`jamsosbot registry`: the lists of who is enrolled, brought in, counted, taken back."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.configured import settings_or_exit
from bot.commands.output import misused, print_json, refuse

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(
    help="The registry: by-name-by-address lists of who is enrolled.", no_args_is_help=True
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_Yes = Annotated[bool, typer.Option("--yes", help="Don't ask.")]


@app.command("import")
def import_list(  # noqa: PLR0913 -- one parameter an option
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, XLSX or XLS.")],
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day the data is from."),
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write all rejected rows to this CSV.")
    ] = None,
    columns: Annotated[
        list[str] | None, typer.Option("--map", help='"HEADING=field", e.g. "Nm_Peserta=nama".')
    ] = None,
    defaults: Annotated[
        list[str] | None, typer.Option("--set", help='For all rows, e.g. "segmen=BPU".')
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check all, write nothing.")] = False,
    add: Annotated[
        bool, typer.Option("--add", help="Keep what is there beside the list; don't replace it.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Even if less than half of the people are left.")
    ] = False,
    yes: _Yes = False,
) -> None:
    """Bring a list in: all of it or nothing; a list replaces the one before.

    It says what it takes each column for, and which rows it rejects and why. `--map` and `--set`
    correct it.
    """
    from bot.commands.registry_import import ListFile, run_import
    from bot.registry.store.importing import Wish

    settings = ready_settings()
    wish = Wish(as_of=as_of.date() if as_of else None, add=add, force=force, dry_run=dry_run)
    asks = not (yes or dry_run) and sys.stdin.isatty()
    with refusals():
        run_import(
            settings, ListFile(file, tuple(columns or ()), tuple(defaults or ())), wish,
            rejects=rejects, asks=asks,
        )  # fmt: skip


@app.command()
def stats(*, as_json: Json = False) -> None:
    """Say how many people and memberships there are, by region, segment and status."""
    from bot.commands.registry_stats import as_document, as_text
    from bot.registry.store.database import reading
    from bot.registry.store.statistics import read_statistics

    settings = ready_settings()
    with (
        refusals(),
        reading(settings.database_url.get_secret_value()) as engine,
        engine.connect() as connection,
    ):
        statistics = read_statistics(connection)
    if as_json:
        print_json(as_document(statistics))
    else:
        typer.echo(as_text(statistics))


@app.command()
def versions(*, as_json: Json = False) -> None:
    """List the versions that are there: the current one and those to go back to."""
    from bot.commands.registry_stats import version_document, version_line
    from bot.registry.store.database import reading
    from bot.registry.store.versions import list_versions

    settings = ready_settings()
    with (
        refusals(),
        reading(settings.database_url.get_secret_value()) as engine,
        engine.connect() as connection,
    ):
        found = list_versions(connection)
    if as_json:
        print_json([version_document(version) for version in found])
        return
    for version in found:
        typer.echo(version_line(version, settings.zone))
    if not found:
        typer.echo("Registri masih kosong.")


@app.command()
def rollback(
    to: Annotated[
        int | None, typer.Option(help="A version's number; default: the one before.")
    ] = None,
    *,
    yes: _Yes = False,
) -> None:
    """Go back to an earlier version; `--to` also goes forward again until the next import."""
    from bot.commands.registry_stats import version_line
    from bot.registry.store.versions import roll_back

    settings = ready_settings()
    _confirm("Kembali ke versi sebelumnya?", yes=yes)
    with refusals():
        version = roll_back(
            settings.database_url.get_secret_value(), now=datetime.now(settings.zone), to=to
        )
    typer.echo(version_line(version, settings.zone))


@app.command()
def rekey(*, yes: _Yes = False) -> None:
    """Change to a new SECRET_KEY; the old one is taken from OLD_SECRET_KEY or asked for.

    Stop the bot first; afterwards it needs the new key. All of it or nothing.
    """
    from pydantic import SecretStr

    from bot.registry.store.rekeying import rekey as change_keys
    from knowledge.figures.wording import number

    settings = ready_settings(needs_key=True)
    old = settings.old_secret_key
    if old is None and not sys.stdin.isatty():
        misused("OLD_SECRET_KEY is not set: the key that SECRET_KEY replaces")
    if old is None:
        old = SecretStr(typer.prompt("The SECRET_KEY until now", hide_input=True, err=True))
    _confirm("Ganti kunci registri? Hentikan bot lebih dulu.", yes=yes)
    with refusals():
        done = change_keys(
            settings.database_url.get_secret_value(),
            old,
            settings.secret_key,
            now=datetime.now(settings.zone),
            progress=lambda count: typer.echo(f"{number(count)} baris", err=True),
        )
    typer.echo(
        f"Kunci {done.key_id} dipakai mulai sekarang: {number(done.rows)} baris dan "
        f"{number(done.other_hashes)} sidik NIK di tabel lain diperbarui."
    )


@app.command()
def forget(
    *,
    lost_key: Annotated[
        bool,
        typer.Option("--lost-key", help="Begin again with another SECRET_KEY."),
    ] = False,
    yes: _Yes = False,
) -> None:
    """Delete everything the registry holds, earlier versions included."""
    from bot.registry.store.versions import forget_everything
    from knowledge.figures.wording import number

    settings = ready_settings()
    _confirm("Hapus seluruh isi registri, termasuk versi sebelumnya?", yes=yes)
    with refusals():
        memberships = forget_everything(settings.database_url.get_secret_value(), keys_too=lost_key)
    typer.echo(f"Isi registri dihapus ({number(memberships)} kepesertaan).")


def ready_settings(*, needs_key: bool = False) -> "Settings":
    """The settings, and a database with the right schema; refuses otherwise."""
    import asyncio

    from bot.registry.keys import KeyRing
    from bot.storage.migrations import SchemaError, ensure_schema

    settings = settings_or_exit()
    with refusals():
        if needs_key:
            KeyRing(settings.secret_key.get_secret_value() if settings.secret_key else None)
        try:
            asyncio.run(ensure_schema(settings))
        except SchemaError as error:
            refuse(str(error))
    return settings


@contextmanager
def refusals() -> Iterator[None]:
    """What the registry refuses, said in one line with exit status 1."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.logging import redact
    from bot.registry.keys import KeyProblem, SealBrokenError
    from bot.registry.store.errors import RegistryError

    try:
        yield
    except (KeyProblem, RegistryError, SealBrokenError) as error:
        refuse(str(error))
    except (SQLAlchemyError, OSError) as error:
        refuse(redact(f"the database refused: {str(error).splitlines()[0]}"))


def _confirm(question: str, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        misused("nobody is there to ask: confirm with --yes")
    if not typer.confirm(question, err=True):
        refuse("tidak jadi")
