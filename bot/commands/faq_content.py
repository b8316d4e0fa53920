"""`jamsosbot faq export`, `import` and `history`: the content in the database."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.configured import settings_or_exit
from bot.commands.database import in_transaction
from bot.commands.output import misused, print_json, refuse

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.content.bundles import BundleError, Entry
    from bot.content.incoming import Incoming
    from bot.content.trials import GateReport
    from bot.content.versions import Version
    from bot.settings import Settings
    from knowledge.topics import Topic

_REASON = "impor dari terminal"
_MOST_EXAMPLES = 5


def export(
    folder: Annotated[
        Path | None, typer.Argument(file_okay=False, help="A folder that is empty or new.")
    ] = None,
    *,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="A workbook instead.")] = None,
) -> None:
    """Write what is published, byte for byte: one file a topic. Retired topics are left out."""
    if (folder is None) == (xlsx is None):
        misused("give either a folder or --xlsx FILE")
    settings = settings_or_exit()
    bodies = {
        topic: version.body
        for topic, version in sorted(in_transaction(settings, _published(settings)).items())
        if not version.is_retired
    }
    try:
        if xlsx is not None:
            _write_workbook(xlsx, bodies, datetime.now(settings.zone))
        elif folder is not None:
            _write_folder(folder, bodies)
    except OSError as error:
        refuse(f"cannot write: {error.strerror}")
    typer.echo(f"{len(bodies)} topics written", err=True)


def import_folder(
    folder: Annotated[Path, typer.Argument(exists=True, help="A folder of topic files, or XLSX.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change.")] = False,
) -> None:
    """Publish the topics of a folder, all or none: checked, and tried out with the gate.

    Topics that the folder doesn't have stay as they are.
    """
    settings = settings_or_exit()
    entries = _entries(folder)
    published = in_transaction(settings, _published(settings))
    changes, report = asyncio.run(_examine(settings, entries, published))
    if not changes:
        typer.echo("no difference", err=True)
        return
    if report is None or not report.has_passed:
        refuse("nothing was imported")
    if dry_run:
        typer.echo(f"a dry run: {len(changes)} topics would be published", err=True)
        return
    numbers = in_transaction(settings, _publication(settings, changes))
    if numbers is None:
        refuse("other content was published meanwhile: nothing was imported, run it again")
    typer.echo(f"{len(numbers)} topics published", err=True)


def history(
    topic: str, *, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
) -> None:
    """All versions of a topic, newest first."""
    settings = settings_or_exit()

    async def versions_of(connection: "AsyncConnection") -> "tuple[list[Version], int]":
        from bot.content import versions

        await _published(settings)(connection)
        numbers = await versions.published_numbers(connection)
        return await versions.history(connection, topic), numbers.get(topic, 0)

    found, at = in_transaction(settings, versions_of)
    if not found:
        refuse(f"there is no topic {topic}")
    if as_json:
        print_json([_as_document(version, at) for version in found])
        return
    for version in found:
        moment = version.at.astimezone(settings.zone).strftime("%Y-%m-%d %H:%M")
        marks = "*" if version.number == at else " "
        who = f" by {version.author}" if version.author is not None else ""
        who += f", approved by {version.approved_by}" if version.approved_by is not None else ""
        retired = " (retired)" if version.is_retired else ""
        typer.echo(
            f"{marks} {version.number:3}  {moment}  {version.origin}{who}{retired}: "
            f"{version.reason or '–'}"
        )


def _as_document(version: "Version", at: int) -> dict[str, Any]:
    return {
        "topic": version.topic,
        "number": version.number,
        "published": version.number == at,
        "retired": version.is_retired,
        "origin": version.origin.value,
        "reason": version.reason,
        "author": version.author,
        "approved_by": version.approved_by,
        "at": version.at,
    }


def _published(settings: "Settings") -> Any:
    """The published versions, after the files were merged as at a start of the bot."""

    async def work(connection: "AsyncConnection") -> "Mapping[str, Version]":
        from bot.content import editions, versions
        from knowledge.topics import topic_files

        await editions.merge_files(connection, topic_files(), datetime.now(settings.zone))
        return await versions.published(connection)

    return work


def _write_folder(folder: Path, bodies: Mapping[str, str]) -> None:
    """Into a folder of its own: what stays from before would be imported again."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        refuse(f"{folder} is not empty")
    for topic, body in bodies.items():
        (folder / f"{topic}.yaml").write_bytes(body.encode())


def _write_workbook(file: Path, bodies: Mapping[str, str], now: datetime) -> None:
    from bot.content.workbook import to_workbook
    from knowledge.topics import parse_topic

    topics = {topic: parse_topic(body, topic) for topic, body in bodies.items()}
    file.write_bytes(to_workbook(topics, now))


def _entries(source: Path) -> "dict[str, Entry]":
    from bot.content import bundles
    from bot.content.workbook import read_workbook
    from bot.spreadsheets import SpreadsheetError

    try:
        if source.is_dir():
            return bundles.read_folder(source)
        content = source.read_bytes()
        if bundles.is_zip_of_files(content):
            return bundles.read_zip(content)
        return read_workbook(content, source.name)
    except bundles.BundleError as error:
        for line in _broken_lines(error):
            typer.echo(line)
        refuse(f"{len(error.broken)} files are broken: nothing was imported")
    except SpreadsheetError as error:
        refuse(f"{source.name}: {error.problem.name}")
    except OSError as error:
        refuse(f"cannot read {source}: {error.strerror}")


def _broken_lines(error: "BundleError") -> list[str]:
    return [
        f"{broken.name}:{fault.line or '?'}: {fault.field or '-'}: {fault.kind}"
        + (f" ({fault.limit})" if fault.limit else "")
        for broken in error.broken
        for fault in broken.faults
    ]


async def _examine(
    settings: "Settings", entries: "Mapping[str, Entry]", published: "Mapping[str, Version]"
) -> "tuple[list[Incoming], GateReport | None]":
    """Say what would change; what the gate shows, None when there are findings."""
    from bot.content.gate import Gate, TrialError
    from bot.content.incoming import findings, incoming
    from knowledge.topics import parse_topic

    changes = incoming(entries, published)
    if not changes:
        return [], None
    for change in changes:
        typer.echo("\n".join(change.difference()))
    served: dict[str, Topic] = {
        name: parse_topic(version.body, name)
        for name, version in published.items()
        if not version.is_retired
    }
    found = findings(changes, served, datetime.now(settings.zone).date())
    for problems in found.values():
        for finding in problems:
            typer.echo(str(finding), err=True)
    if found:
        return changes, None
    gate = Gate()
    drafts = [_draft(change, datetime.now(settings.zone)) for change in changes]

    async def progress(asked: int, of: int) -> None:
        typer.echo(f"\rasked {asked} of {of}", nl=False, err=True)

    try:
        report = await gate.try_out(drafts, published, await _real(settings), progress)
    except TrialError as error:
        refuse(f"could not be tried out: {error}")
    _say(report)
    return changes, report


def _draft(change: "Incoming", now: datetime) -> Any:
    from bot.content.drafts import Draft

    return Draft(
        id=change.id,
        body=change.body,
        retires=False,
        based_on=change.based_on,
        revision=1,
        author=0,
        reason=_REASON,
        at=now,
        gate=None,
        waits_for_approval=False,
    )


async def _real(settings: "Settings") -> list[str]:
    from bot.content import samples
    from bot.storage.storage import Storage

    storage = Storage(settings.database_url.get_secret_value())
    try:
        async with storage.engine.connect() as connection:
            return await samples.latest(connection)
    finally:
        await storage.close()


def _say(report: "GateReport") -> None:
    """What the gate shows, for people at a terminal."""
    typer.echo("", err=True)
    asked = report.phrasings + report.real
    typer.echo(
        f"{asked} questions: {report.moved} would move, {report.lost} be lost, "
        f"{report.gained} be gained ({report.seconds:.1f} s)",
        err=True,
    )
    for moved in report.examples[:_MOST_EXAMPLES]:
        before, after = _names(moved.before.topics), _names(moved.after.topics)
        typer.echo(f"  “{moved.question}”: {before} → {after}", err=True)
    for failure in report.blocking:
        happened = _names(failure.happened.topics)
        typer.echo(f"  must not go wrong: “{failure.question}” → {happened}", err=True)


def _names(topics: Sequence[str]) -> str:
    return ", ".join(topics) or "–"


def _publication(settings: "Settings", changes: "Sequence[Incoming]") -> Any:
    async def work(connection: "AsyncConnection") -> dict[str, int] | None:
        from bot.content.versions import Change, ConflictError, Origin, publish
        from bot.people import audit

        now = datetime.now(settings.zone)
        wanted = [
            Change(change.id, change.body, Origin.IMPORT, _REASON, change.based_on)
            for change in changes
        ]
        try:
            numbers = await publish(connection, wanted, now)
        except ConflictError:
            return None  # nothing was written but the generation, which changes nothing
        topics = sorted(numbers)
        await audit.record(connection, None, "content.import", "topics", now, topics=topics)
        return numbers

    return work
