"""What commands print: one JSON document on stdout, everything else for people."""

import sys
from typing import Any, NoReturn

import orjson
import typer


def print_json(value: Any, *, indented: bool = True) -> None:
    """Print one JSON document."""
    options = orjson.OPT_INDENT_2 if indented else 0
    sys.stdout.write(orjson.dumps(value, option=options).decode() + "\n")


def refuse(why: str) -> NoReturn:
    """The data or the world refused: one line on stderr, exit status 1."""
    typer.echo(why, err=True)
    raise typer.Exit(1)


def misused(why: str) -> NoReturn:
    """Wrong usage: one line on stderr, exit status 2."""
    typer.echo(why, err=True)
    raise typer.Exit(2)
