"""What an operator does at the terminal: roles by the person's id, across kinds of recipients."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import groups, roles, staff
from bot.people.roles import TERMINAL


async def revoke_all(connection: AsyncConnection, chat_id: int, now: datetime) -> int:
    """Take all roles of a person away, or what a group gets; how many that were."""
    revoked = 0
    for grant in await roles.all_held(connection):
        if grant.person_id == chat_id:
            await staff.revoke(connection, TERMINAL, grant.id, now)
            revoked += 1
    for group in await groups.confirmed(connection):
        if group.chat_id == chat_id:
            await groups.remove(connection, TERMINAL, group.id, now)
            revoked += 1
    return revoked
