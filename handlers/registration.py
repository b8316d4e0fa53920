"""Which handler gets what, in order: the first that takes an update is the only one."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot import dialog
from bot.telegram.receiver import note_failure
from bot.telegram.work import Turn
from handlers import (
    ask,
    audit,
    calculate,
    coverage,
    faq,
    inviting,
    media,
    membership,
    menu,
    nik,
    own_data,
    queue,
    report,
    report_sending,
    staff,
    start,
    statistics,
    status,
    stopping,
    taps,
    unknown,
)
from handlers import help as help_
from handlers.addressed import Addressed, NotForGroups
from handlers.desk import staff as desk
from handlers.figures import chat as figures
from handlers.rights import for_admins

_Handler = Callable[[Update, Turn], Coroutine[Any, Any, None]]

_NEW = filters.UpdateType.MESSAGE
_EDITED = filters.UpdateType.EDITED_MESSAGE
_PRIVATE = filters.ChatType.PRIVATE
_GROUP = filters.ChatType.GROUPS
_FIRST = -1
"""Handlers of this group see an update before the one that answers it."""


def register(application: Application[Any, Turn, Any, Any, Any, Any]) -> None:
    """Add all handlers. The application must be initialized: it knows who the bot is then."""
    bot = application.bot
    for_us = _PRIVATE | (_GROUP & Addressed(bot.id, bot.username))
    written = filters.TEXT | filters.CAPTION
    application.add_handler(MessageHandler((_NEW | _EDITED) & for_us, nik.hide), group=_FIRST)
    for handler in (
        CommandHandler("start", _leaving_all(start.on_start), _NEW & _PRIVATE),
        CommandHandler("tanya", ask.on_tanya, _NEW | _EDITED),
        CommandHandler("hitung", _leaving_all(calculate.on_calculate), _NEW),
        CommandHandler("cakupan", _leaving_all(coverage.on_coverage), _NEW),
        CommandHandler("cek", _leaving_all(status.on_check), _NEW),
        CommandHandler("riwayat_cek", _leaving_all(status.on_history), _NEW & _PRIVATE),
        CommandHandler("menu", _leaving_all(menu.on_menu), _NEW & _PRIVATE),
        CommandHandler("bantuan", _leaving_all(help_.on_help), _NEW),
        CommandHandler("privasi", _leaving_all(help_.on_privacy), _NEW & _PRIVATE),
        CommandHandler("data_saya", _leaving_all(own_data.on_own_data), _NEW & _PRIVATE),
        CommandHandler("hapus_data", _leaving_all(own_data.on_erase), _NEW & _PRIVATE),
        CommandHandler("batal", help_.on_cancel, _NEW & _PRIVATE),
        CommandHandler("berhenti", _leaving_all(stopping.on_stop), _NEW & _PRIVATE),
        CommandHandler("laporan", _leaving_all(report.on_report), _NEW & _PRIVATE),
        CommandHandler("mulai_laporan", _leaving_all(stopping.on_resume), _NEW & _PRIVATE),
        CommandHandler("antrean", _leaving_all(for_admins(queue.on_queue)), _NEW & _PRIVATE),
        CommandHandler("pesan", _leaving_all(for_admins(desk.on_messages)), _NEW & _PRIVATE),
        CommandHandler("faq", _leaving_all(for_admins(faq.on_faq)), _NEW & _PRIVATE),
        CommandHandler("undang", _leaving_all(for_admins(inviting.on_invite)), _NEW & _PRIVATE),
        CommandHandler("petugas", _leaving_all(for_admins(staff.on_staff)), _NEW & _PRIVATE),
        CommandHandler(
            "pratinjau", _leaving_all(for_admins(report_sending.on_preview)), _NEW & _PRIVATE
        ),
        CommandHandler("audit", _leaving_all(for_admins(audit.on_audit)), _NEW & _PRIVATE),
        CommandHandler("angka", _leaving_all(figures.on_figures), _NEW & _PRIVATE),
        CommandHandler("statistik", _leaving_all(statistics.on_statistics), _NEW & _PRIVATE),
        MessageHandler(_NEW & _GROUP & for_us & NotForGroups(), unknown.on_private_command),
        MessageHandler(_NEW & for_us & filters.COMMAND, unknown.on_unknown_command),
        MessageHandler(_NEW & for_us & filters.TEXT, ask.on_text),
        MessageHandler(_EDITED & for_us & filters.COMMAND, ask.on_edited_command),
        MessageHandler(_EDITED & for_us & written, ask.on_edited),
        MessageHandler(_NEW & for_us & ~filters.TEXT & ~filters.StatusUpdate.ALL, media.on_media),
        MessageHandler(_NEW & _GROUP & filters.StatusUpdate.MIGRATE, membership.on_moved),
        CallbackQueryHandler(taps.on_tap),
        ChatMemberHandler(membership.on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
    ):
        application.add_handler(handler)
    application.add_error_handler(note_failure)


def _leaving_all(handler: _Handler) -> _Handler:
    """A command that begins something new: what was going on before is over."""

    async def begin(update: Update, turn: Turn) -> None:
        if turn.is_private:
            await dialog.forget(turn.connection, turn.chat_id)
        await handler(update, turn)

    return begin
