"""/petugas: who has which role, which groups get reports; changing and revoking, by admins."""

from datetime import timedelta
from html import escape

from telegram import Update

from bot import dialog
from bot.dialog import Step
from bot.people import groups, invitations, roles, staff, subscriptions
from bot.people.groups import Group
from bot.people.roles import Grant, RegionError, Role
from bot.people.staff import LastAdminError
from bot.telegram.calls import Button, send_text
from bot.telegram.work import Turn
from handlers import buttons, region_choice, staff_words
from handlers.answers import Message
from handlers.profile import menu_of
from handlers.rights import actor_of

AGENCY = "staff: agency"
_LASTS = timedelta(minutes=30)
_PER_PAGE = 8
_LONGEST_LABEL = 40

_HEAD = "👥 <b>Petugas dan penerima laporan</b>"
_FROM_SETTINGS = "🛠️ Admin dari pengaturan server (tidak bisa dicabut di sini): {ids}"
_NOBODY = "Belum ada pejabat, admin undangan, atau grup penerima."
_GONE = "Peran ini sudah dicabut."
_SURE = (
    "Cabut peran ini?\n\n{person}\n\nBerlaku seketika: perintah dan laporannya berhenti. "
    "Yang bersangkutan diberi tahu."
)
_SURE_OWN = "⚠️ Ini peran <b>Anda sendiri</b>."
_REVOKED = "Peran <b>{name}</b> sebagai {role} sudah dicabut."
_LAST_ADMIN = "Anda admin terakhir. Undang admin lain dulu, baru lepas peran Anda."
_TOLD_REVOKED = (
    "Peran Anda sebagai <b>{role}</b> sudah dicabut oleh admin. Perintah dan laporan untuk peran "
    "itu berhenti. Anda tetap bisa bertanya di sini seperti biasa."
)
_TOLD_REGIONS = "Wilayah laporan Anda diubah oleh admin menjadi: <b>{regions}</b>."
_WHICH_REGIONS = "🗺️ Wilayah baru untuk <b>{name}</b>:"
_WHICH_AGENCY = "🏢 Tulis nama instansi yang baru untuk <b>{name}</b>.\n\nTidak jadi? Tekan /batal."
_CHANGED = "✅ Sudah diubah."
_OPEN = "✉️ <b>Undangan yang belum dipakai</b>\nTekan untuk menarik."
_NONE_OPEN = "✉️ Tidak ada undangan yang menunggu."
_BACK = Button("« Semua petugas", f"{buttons.STAFF}:l:0")


async def on_staff(_: Update, turn: Turn) -> None:
    """/petugas."""
    turn.say(*await _list(turn, 0))


async def on_tap(turn: Turn, arguments: list[str]) -> None:
    """A button of /petugas, tapped by an admin."""
    match arguments:
        case ["l", page] if _is_number(page):
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, *await _list(turn, int(page)))
        case ["u"]:
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, *await _open_invitations(turn))
        case ["t", number] if _is_number(number):
            await invitations.withdraw(turn.connection, actor_of(turn), int(number), turn.now)
            turn.answer_tap("Undangan ditarik.")
            turn.edit(turn.tapped_message_id, *await _open_invitations(turn))
        case [what, number, *rest] if _is_number(number):
            grant = await roles.grant_with(turn.connection, int(number))
            if grant is None:
                turn.answer_tap(_GONE)
                turn.edit(turn.tapped_message_id, *await _list(turn, 0))
            else:
                await _on_grant(turn, grant, what, rest)
        case _:
            turn.answer_tap(buttons.STALE)


async def on_agency(turn: Turn, step: Step, agency: str) -> None:
    """A person's new agency was typed."""
    await dialog.forget(turn.connection, turn.chat_id)
    grant = await staff.change_agency(
        turn.connection, actor_of(turn), step.data["grant"], agency, turn.now
    )
    if grant is None:
        turn.say(_GONE)
    else:
        html, rows = await _person(turn, grant)
        turn.say(f"{_CHANGED}\n\n{html}", rows)


async def _on_grant(turn: Turn, grant: Grant, what: str, rest: list[str]) -> None:
    """A button about one person's role."""
    chosen = region_choice.parsed(rest[0]) if len(rest) == 1 else None
    is_official = grant.role is Role.OFFICIAL
    match what:
        case "g" if not rest:
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, *await _person(turn, grant))
        case "w" if is_official and chosen is not None:
            turn.answer_tap()
            _show_regions(turn, grant, chosen)
        case "s" if is_official and chosen is not None:
            await _change_regions(turn, grant, chosen)
        case "i" if not rest:
            turn.answer_tap()
            await _ask_agency(turn, grant)
        case "c" if not rest:
            turn.answer_tap()
            _ask_whether_to_revoke(turn, grant)
        case "x" if not rest:
            await _revoke(turn, grant)
        case _:
            turn.answer_tap(buttons.STALE)


def _show_regions(turn: Turn, grant: Grant, chosen: int) -> None:
    toggle, done = f"{buttons.STAFF}:w:{grant.id}", f"{buttons.STAFF}:s:{grant.id}"
    rows = region_choice.rows(toggle, done, chosen, ready="💾 Simpan")
    back = Button("« Batal", f"{buttons.STAFF}:g:{grant.id}")
    html = _WHICH_REGIONS.format(name=escape(grant.name))
    turn.edit(turn.tapped_message_id, html, [*rows, [back]])


async def _change_regions(turn: Turn, grant: Grant, chosen: int) -> None:
    try:
        regions = region_choice.regions_of(chosen)
    except RegionError:
        turn.answer_tap(region_choice.NONE_CHOSEN)
        return
    changed = await staff.change_regions(
        turn.connection, actor_of(turn), grant.id, regions, turn.now
    )
    if changed is None:
        turn.answer_tap(_GONE)
        return
    turn.answer_tap("Sudah diubah.")
    turn.edit(turn.tapped_message_id, *await _person(turn, changed))
    if changed.regions != grant.regions:
        told = _TOLD_REGIONS.format(regions=region_choice.in_words(regions))
        turn.work.calls.append(send_text(grant.person_id, told))


async def _ask_agency(turn: Turn, grant: Grant) -> None:
    version = turn.work.step.version if turn.work.step else 0
    step = Step(AGENCY, {"grant": grant.id}, version)
    await dialog.save(turn.connection, turn.chat_id, step, turn.now, _LASTS)
    turn.say(_WHICH_AGENCY.format(name=escape(grant.name)))


def _ask_whether_to_revoke(turn: Turn, grant: Grant) -> None:
    html = _SURE.format(person=_in_a_line(grant))
    if grant.person_id == turn.person_id:
        html = f"{_SURE_OWN}\n\n{html}"
    rows = [
        [Button("🚫 Ya, cabut", f"{buttons.STAFF}:x:{grant.id}")],
        [Button("Tidak jadi", f"{buttons.STAFF}:g:{grant.id}")],
    ]
    turn.edit(turn.tapped_message_id, html, rows)


async def _revoke(turn: Turn, grant: Grant) -> None:
    try:
        revoked = await staff.revoke(turn.connection, actor_of(turn), grant.id, turn.now)
    except LastAdminError:
        turn.answer_tap(_LAST_ADMIN, alert=True)
        return
    turn.answer_tap()
    if revoked is None:
        turn.edit(turn.tapped_message_id, _GONE, [[_BACK]])
        return
    role = staff_words.ROLES[revoked.role]
    html = _REVOKED.format(name=escape(revoked.name), role=role)
    turn.edit(turn.tapped_message_id, html, [[_BACK]])
    person = revoked.person_id
    is_admin = await roles.is_admin(turn.connection, person, turn.services.settings.admin_ids)
    is_official = await roles.held(turn.connection, person, Role.OFFICIAL) is not None
    turn.work.calls += [
        send_text(person, _TOLD_REVOKED.format(role=role)),
        menu_of(person, is_admin=is_admin, is_official=is_official),
    ]


async def _list(turn: Turn, page: int) -> Message:
    """A page of everybody and every group, with a button each."""
    people = await roles.all_held(turn.connection)
    listed: list[Grant | Group] = [*people, *await groups.confirmed(turn.connection)]
    waiting = len(await invitations.open_ones(turn.connection, turn.now))
    page = min(page, max(0, (len(listed) - 1) // _PER_PAGE))
    shown = listed[page * _PER_PAGE : (page + 1) * _PER_PAGE]
    settings = turn.services.settings
    ids = ", ".join(f"<code>{admin_id}</code>" for admin_id in sorted(settings.admin_ids))
    lines = [_HEAD]
    if ids and page == 0:
        lines.append(_FROM_SETTINGS.format(ids=ids))
    lines += [_in_a_line(one) for one in shown] or [_NOBODY]
    rows = [[_button(one)] for one in shown]
    turning = []
    if page > 0:
        turning.append(Button("‹ Sebelumnya", f"{buttons.STAFF}:l:{page - 1}"))
    if (page + 1) * _PER_PAGE < len(listed):
        turning.append(Button("Berikutnya ›", f"{buttons.STAFF}:l:{page + 1}"))
    if turning:
        rows.append(turning)
    rows.append(
        [
            Button("➕ Undang", f"{buttons.INVITE}:new"),
            Button(f"✉️ Undangan ({waiting})", f"{buttons.STAFF}:u"),
        ]
    )
    return "\n\n".join(lines), rows


def _in_a_line(one: Grant | Group) -> str:
    if isinstance(one, Group):
        return f"👥 <b>{escape(one.title)}</b> (grup)\n{region_choice.in_words(one.regions)}"
    icon = "🛠️" if one.role is Role.ADMIN else "🏛️"
    where = f"{one.title}, {one.agency}" if one.title else one.agency
    regions = f"\n{region_choice.in_words(one.regions)}" if one.role is Role.OFFICIAL else ""
    role = staff_words.ROLES[one.role]
    return f"{icon} <b>{escape(one.name)}</b> ({role})\n{escape(where)}{regions}"


def _button(one: Grant | Group) -> Button:
    if isinstance(one, Group):
        return Button(f"👥 {one.title}"[:_LONGEST_LABEL], f"{buttons.RECIPIENT}:g:{one.id}")
    return Button(f"{one.name} – {one.agency}"[:_LONGEST_LABEL], f"{buttons.STAFF}:g:{one.id}")


async def _person(turn: Turn, grant: Grant) -> Message:
    """One person's role, and what can be done about it."""
    offer = staff_words.described(grant.role, grant.regions, grant.agency, grant.title)
    since = staff_words.moment(turn, grant.granted_at)
    lines = [f"👤 <b>{escape(grant.name)}</b>", f"{offer}\n• Sejak: {since}"]
    rows = [[Button("🏢 Ubah instansi", f"{buttons.STAFF}:i:{grant.id}")]]
    if grant.role is Role.OFFICIAL:
        subscribed = await subscriptions.of(turn.connection, grant.person_id)
        rhythm = "dihentikan"
        if subscribed is not None and subscribed.active:
            rhythm = staff_words.rhythm(subscribed, turn.services.settings.zone)
        lines[-1] += f"\n• Laporan: {rhythm}"
        chosen = region_choice.choice_of(grant.regions)
        rows.insert(0, [Button("🗺️ Ubah wilayah", f"{buttons.STAFF}:w:{grant.id}:{chosen}")])
    rows += [[Button("🚫 Cabut peran", f"{buttons.STAFF}:c:{grant.id}")], [_BACK]]
    return "\n\n".join(lines), rows


async def _open_invitations(turn: Turn) -> Message:
    """The invitations nobody has accepted yet, a button each to withdraw it."""
    waiting = await invitations.open_ones(turn.connection, turn.now)
    shown = waiting[:_PER_PAGE]
    if not shown:
        return _NONE_OPEN, [[_BACK]]
    lines, rows = [_OPEN], []
    for number, invited in enumerate(shown, start=1):
        offer = staff_words.described(invited.role, invited.regions, invited.agency, invited.title)
        until = staff_words.moment(turn, invited.expires_at or turn.now)
        lines.append(f"<b>{number}.</b> sampai {until}\n{offer}")
        label = f"🚫 {number}. {invited.agency}"[:_LONGEST_LABEL]
        rows.append([Button(label, f"{buttons.STAFF}:t:{invited.id}")])
    if len(waiting) > len(shown):
        lines.append(f"… dan {len(waiting) - len(shown)} lagi.")
    return "\n\n".join(lines), [*rows, [_BACK]]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 12  # noqa: PLR2004 -- any id is shorter
