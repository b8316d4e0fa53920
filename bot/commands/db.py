"""`jamsosbot db`."""

import typer

from bot.commands.configured import settings_or_exit
from bot.commands.output import refuse
from bot.logging import redact

app = typer.Typer(help="The database's schema.", no_args_is_help=True)


def _url() -> str:
    return settings_or_exit().database_url.get_secret_value()


@app.command("upgrade")
def upgrade_schema() -> None:
    """Bring the schema up to date."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.storage.migrations import upgrade

    url = _url()
    try:
        version = upgrade(url)
    except (SQLAlchemyError, OSError) as error:
        refuse(redact(f"the database refused: {str(error).splitlines()[0]}"))
    typer.echo(f"the schema is at version {version}", err=True)


@app.command()
def check() -> None:
    """Say whether the schema is up to date; exit status 1 if it isn't."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.storage.migrations import versions

    url = _url()
    try:
        has, wants = versions(url)
    except SQLAlchemyError as error:
        refuse(redact(f"the database can't be reached: {str(error).splitlines()[0]}"))
    if has != wants:
        refuse(f"the schema is at version {has or 'none'}, not {wants}: run `jamsosbot db upgrade`")
    typer.echo(f"the schema is up to date (version {has})", err=True)
