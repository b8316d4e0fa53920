"""`jamsosbot coverage`: figures imported, shown, drawn, exported."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import date, datetime
from html import unescape
from pathlib import Path
from re import sub
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bot.commands.configured import settings_or_exit
from bot.commands.output import misused, print_json, refuse

if TYPE_CHECKING:
    from bot.coverage.book import Book
    from bot.coverage.importing import Preview
    from bot.settings import Settings
    from bot.storage.storage import Storage
    from knowledge.regions import Region

app = typer.Typer(help="Coverage figures per region and segment.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_MOST_LINES = 40
_T = TypeVar("_T")


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, XLSX or XLS.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change.")] = False,
) -> None:
    """Import a table of figures, whole or not at all; the same file again changes nothing.

    Either the columns of cakupan_kaltim.csv, one number a row, or one row per region (Wilayah;
    Peserta Aktif; Tenaga Kerja; Cakupan (%); PU; BPU; Posisi; Sumber).
    """
    from bot.coverage.importing import preview

    settings = settings_or_exit()
    content, today = file.read_bytes(), _today(settings)
    book = _on_database(lambda: _book(settings))
    found = preview(book.figures, file.name, content, today)
    _print_preview(found)
    if found.problems:
        refuse(f"{len(found.problems)} problems: nothing was imported")
    if dry_run:
        typer.echo("a dry run: nothing was imported", err=True)
        return
    import_id = _on_database(lambda: _apply(settings, file.name, content))
    if import_id is None:
        typer.echo("nothing is new: nothing was imported", err=True)
    else:
        typer.echo(f"imported as {import_id}; `coverage take-back {import_id}` undoes it", err=True)


async def _apply(settings: "Settings", name: str, content: bytes) -> int | None:
    from bot.coverage.edition import load_edition
    from bot.coverage.store import apply_import

    storage = await _opened(settings)
    now = datetime.now(settings.zone)
    try:
        await load_edition(storage, now)
        async with storage.transaction() as connection:
            return (await apply_import(connection, name, content, now, now.date())).import_id
    finally:
        await storage.close()


def _print_preview(preview: "Preview") -> None:
    from bot.coverage.importing import ChangeKind
    from bot.coverage.saying import brief, region_name

    for title, lines in (("✗", preview.problems), ("⚠", preview.warnings)):
        for line in lines[:_MOST_LINES]:
            typer.echo(f"{title} {line}")
        if len(lines) > _MOST_LINES:
            typer.echo(f"{title} … dan {len(lines) - _MOST_LINES} lagi")
    counts = ", ".join(f"{preview.count(kind)} {kind.value}" for kind in ChangeKind)
    typer.echo(f"Angka: {counts}")
    changes = [change for change in preview.changes if change.kind is not ChangeKind.SAME]
    for change in changes[:_MOST_LINES]:
        figure = change.figure
        before = f" (sebelumnya {brief(change.before)})" if change.before else ""
        typer.echo(
            f"  {change.kind.value}: {region_name(figure.region)}, {figure.segment.value}, "
            f"{figure.indicator}, {figure.as_of.isoformat()}: {brief(figure)}{before}"
        )
    if len(changes) > _MOST_LINES:
        typer.echo(f"  … dan {len(changes) - _MOST_LINES} lagi")


@app.command("take-back")
def take_back_import(
    import_id: Annotated[int, typer.Argument(help="As `coverage imports` lists it.")],
) -> None:
    """Undo an import: what it replaced counts again."""
    settings = settings_or_exit()
    if not _on_database(lambda: _take_back(settings, import_id)):
        refuse(f"there is no import {import_id} to take back")
    typer.echo(f"import {import_id} was taken back", err=True)


async def _take_back(settings: "Settings", import_id: int) -> bool:
    from bot.coverage.store import take_back

    storage = await _opened(settings)
    try:
        async with storage.transaction() as connection:
            return await take_back(connection, import_id, datetime.now(settings.zone))
    finally:
        await storage.close()


@app.command("imports")
def list_imports(*, as_json: Json = False) -> None:
    """The newest imports."""
    settings = settings_or_exit()
    records = _on_database(lambda: _imports(settings))
    if as_json:
        print_json(records)
        return
    for record in records:
        state = "taken back" if record["taken_back_at"] else "counts"
        kind = "edition" if record["edition"] else "import"
        typer.echo(f"{record['id']}  {record['imported_at']}  {record['figures']} {kind}, {state}")


async def _imports(settings: "Settings") -> list[dict[str, Any]]:
    from bot.coverage.store import imports

    storage = await _opened(settings)
    try:
        async with storage.engine.connect() as connection:
            return [
                {
                    "id": record.id,
                    "imported_at": record.imported_at.isoformat(),
                    "figures": record.figures,
                    "edition": record.is_edition,
                    "taken_back_at": record.taken_back_at and record.taken_back_at.isoformat(),
                }
                for record in await imports(connection)
            ]
    finally:
        await storage.close()


@app.command()
def show(
    region: Annotated[str, typer.Argument(help="A region; without it all of them.")] = "",
    *,
    as_json: Json = False,
) -> None:
    """The figures that are shown, with their sources."""
    from bot.coverage.documents import region_document
    from bot.coverage.replying import show as reply_with
    from bot.coverage.screens import Screen, View
    from knowledge.regions import load_regions

    settings = settings_or_exit()
    one = _region(region) if region else None
    book = _on_database(lambda: _book(settings))
    if as_json:
        documents = [region_document(book, each, whole=False) for each in load_regions()]
        print_json(region_document(book, one, whole=True) if one else {"regions": documents})
        return
    view = View(Screen.REGION, one.kemendagri_code) if one else View(Screen.OVERVIEW)
    typer.echo(_plain(reply_with(view, book, _today(settings)).html))


@app.command()
def chart(
    output: Annotated[Path, typer.Option("-o", "--output", help="The PNG to write.")],
    *,
    segment: Annotated[str, typer.Option(help="A group of workers: PU, BPU, rentan …")] = "semua",
) -> None:
    """All regions as a picture."""
    from bot.coverage.cells import parse_segment
    from bot.coverage.drawing import regions_picture
    from bot.coverage.problems import RowError
    from knowledge.regions import load_regions

    settings = settings_or_exit()
    try:
        of = parse_segment(segment)
    except RowError as error:
        misused(str(error))
    book = _on_database(lambda: _book(settings))
    codes = [region.kemendagri_code for region in load_regions()[1:]]
    picture = regions_picture(book, codes, of, _today(settings))
    _write(output, picture.png())
    typer.echo(picture.description, err=True)


@app.command()
def export(
    output: Annotated[Path, typer.Option("-o", "--output", help="The XLSX or CSV to write.")],
) -> None:
    """All figures with their sources as XLSX, or every figure as CSV."""
    from bot.coverage.drawing import every_figure, workbook
    from bot.coverage.export import to_csv

    settings = settings_or_exit()
    kind = output.suffix.casefold()
    if kind not in {".xlsx", ".csv"}:
        misused("the file's name must end in .xlsx or .csv")
    book = _on_database(lambda: _book(settings))
    if kind == ".csv":
        content = to_csv(every_figure(book))
    else:
        content = workbook(book, datetime.now(settings.zone))
    _write(output, content)
    typer.echo(f"{len(book.figures)} figures written", err=True)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        refuse(f"cannot write {path}: {error.strerror}")


def _plain(html: str) -> str:
    return unescape(sub(r"<[^>]+>", "", html))


def _region(said: str) -> "Region":
    from bot.coverage.places import region_in
    from bot.coverage.problems import RowError

    try:
        return region_in(name=said)
    except RowError as error:
        misused(str(error))


async def _book(settings: "Settings") -> "Book":
    from bot.coverage.opening import open_book

    return await open_book(settings.database_url.get_secret_value())


async def _opened(settings: "Settings") -> "Storage":
    from bot.storage.migrations import ensure_schema
    from bot.storage.storage import Storage

    await ensure_schema(settings)
    return Storage(settings.database_url.get_secret_value())


def _today(settings: "Settings") -> date:
    return datetime.now(settings.zone).date()


def _on_database(work: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
    """Do work on the database; one line and exit status 1 when it refuses."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.coverage.store import NotAppliedError
    from bot.logging import redact
    from bot.storage.migrations import SchemaError

    try:
        return asyncio.run(work())
    except NotAppliedError:
        refuse("the figures changed meanwhile: try again")
    except (SchemaError, SQLAlchemyError, OSError) as error:
        refuse(redact(f"the database refused: {str(error).splitlines()[0]}"))
