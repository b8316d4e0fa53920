"""`jamsosbot people`: inviting, listing and revoking outside the chat."""

import asyncio
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.configured import settings_or_exit
from bot.commands.database import in_transaction
from bot.commands.output import misused, print_json, refuse

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.people.groups import Group
    from bot.people.invitations import Invited
    from bot.people.roles import Grant, Regions
    from bot.settings import Settings
    from knowledge.regions import Region

app = typer.Typer(help="Who has which role.", no_args_is_help=True)
_PAYLOAD = "i-"


class _Role(Enum):
    ADMIN = "admin"
    OFFICIAL = "official"


@app.command()
def invite(
    role: Annotated[_Role, typer.Option(help="What the person becomes.")],
    region: Annotated[
        list[str] | None,
        typer.Option(help="A region's name or Kemendagri code; again for more. None: all."),
    ] = None,
    agency: Annotated[str, typer.Option(help="Where the person works.")] = "Belum disebutkan",
    title: Annotated[str | None, typer.Option(help="What the person is there.")] = None,
) -> None:
    """Make a one-time link that is valid for seven days; it is shown once and kept nowhere."""
    from bot.people import invitations
    from bot.people.naming import NameRefusedError, checked_name
    from bot.people.roles import TERMINAL, Role

    try:
        agency = checked_name(agency)
        title = checked_name(title) if title else None
    except NameRefusedError as error:
        misused(f"--agency and --title: one line of 3 to 80 letters, no links ({error})")
    regions = _regions(region or [], role)
    settings = settings_or_exit()
    offer = invitations.Invited(Role(role.value), regions, agency, title)
    now = datetime.now(settings.zone)

    async def create(connection: "AsyncConnection") -> "tuple[str, Invited]":
        return await invitations.create(connection, TERMINAL, offer, now)

    username = asyncio.run(_bot_username(settings))
    token, invited = in_transaction(settings, create)
    if username is None:
        typer.echo(f"/start {_PAYLOAD}{token}")
        typer.echo("no bot is reached: send this line to the bot, as it is", err=True)
    else:
        typer.echo(f"https://t.me/{username}?start={_PAYLOAD}{token}")
    until = f"{(invited.expires_at or now).astimezone(settings.zone):%Y-%m-%d %H:%M %Z}"
    typer.echo(f"invitation {invited.id}: for one person, until {until}", err=True)


def _regions(named: list[str], role: _Role) -> "Regions":
    from bot.people.roles import PROVINCE, checked_regions
    from knowledge.regions import load_regions

    if role is _Role.ADMIN:
        if named:
            misused("--region is for officials: an admin is one everywhere")
        return ()
    codes = []
    for name in named:
        wanted = name.strip().casefold()
        found = next(
            (
                known.kemendagri_code
                for known in load_regions()
                if wanted in {known.kemendagri_code, *_names(known)}
            ),
            None,
        )
        if found is None:
            names = ", ".join(known.name for known in load_regions())
            misused(f"--region {name}: not one of {names}")
        codes.append(found)
    return checked_regions(codes or [PROVINCE])


def _names(region: "Region") -> set[str]:
    names = (region.name, *region.abbreviations, *region.aliases)
    return {name.casefold() for name in names}


async def _bot_username(settings: "Settings") -> str | None:
    """The bot's name as Telegram knows it; None without a token, or when Telegram is away."""
    from telegram.error import TelegramError

    from bot.telegram.delivery import BotApi
    from bot.telegram.request import AiohttpRequest

    if settings.telegram_token is None:
        return None
    request = AiohttpRequest()
    await request.initialize()
    try:
        address = str(settings.telegram_api_url).rstrip("/")
        token = settings.telegram_token.get_secret_value()
        api = BotApi(request, f"{address}/bot{token}", f"{address}/file/bot{token}")
        return str((await api.call("getMe", {}))["username"])
    except TelegramError:
        return None
    finally:
        await request.shutdown()


@app.command("list")
def list_people(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
) -> None:
    """Everybody with a role, and the groups that get reports."""
    from bot.people import groups, roles

    settings = settings_or_exit()

    async def read(connection: "AsyncConnection") -> "tuple[list[Grant], list[Group]]":
        return await roles.all_held(connection), await groups.confirmed(connection)

    grants, recipients = in_transaction(settings, read)
    people: list[dict[str, Any]] = [
        {"id": admin_id, "role": "admin", "from": "ADMIN_IDS"}
        for admin_id in sorted(settings.admin_ids)
    ]
    people += [
        {
            "id": grant.person_id,
            "role": grant.role.value,
            "from": "invitation",
            "name": grant.name,
            "agency": grant.agency,
            "title": grant.title,
            "regions": list(grant.regions),
            "since": grant.granted_at.isoformat(),
        }
        for grant in grants
    ]
    people += [
        {"id": group.chat_id, "role": "group", "name": group.title, "regions": list(group.regions)}
        for group in recipients
    ]
    if as_json:
        print_json(people)
        return
    for person in people:
        regions = ",".join(person.get("regions", []))
        words = [person.get("name", person.get("from", "")), person.get("agency", ""), regions]
        described = " · ".join(word for word in words if word)
        typer.echo(f"{person['id']:>16}  {person['role']:8}  {described}")
    typer.echo(f"{len(people)} with a role", err=True)


@app.command(context_settings={"ignore_unknown_options": True})
def revoke(
    chat_id: Annotated[int, typer.Argument(metavar="ID", help="The id in `people list`.")],
) -> None:
    """Take all roles of a person away, or what a group gets."""
    from bot.people.operator import revoke_all

    settings = settings_or_exit()
    if chat_id in settings.admin_ids:
        refuse(f"{chat_id} is named in ADMIN_IDS: take it out there and restart")
    now = datetime.now(settings.zone)

    async def work(connection: "AsyncConnection") -> int:
        return await revoke_all(connection, chat_id, now)

    revoked = in_transaction(settings, work)
    if not revoked:
        refuse(f"{chat_id} has no role")
    typer.echo(f"{revoked} revoked, effective now", err=True)
