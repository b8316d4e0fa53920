"""An admin brings a table of coverage figures in the chat."""

from tests.chat import Chat, Seen
from tests.conversations.inviting import ON_SQLITE
from tests.waiting import until

_HEADINGS = "Wilayah;Peserta Aktif;Tenaga Kerja;Cakupan (%);Posisi;Sumber;Jenis Penyebut\n"
_GOOD = f"{_HEADINGS}Samarinda;150.000;350.000;42,86 %;2026-02-28;Kanwil;bpjs\n"
_BAD = (
    f"{_HEADINGS}Samarinda;150.000;0;42,86 %;2026-02-28;Kanwil;bpjs\n"
    "Atlantis;150.000;350.000;;2026-02-28;Kanwil;bpjs\n"
)

pytestmark = ON_SQLITE


async def _examined(admin: Chat, text: str, words: str) -> Seen:
    """The preview of a file, once it says something."""
    (asked,) = await admin.send_file("angka.csv", text.encode())
    await admin.tap(asked, "📊 Angka cakupan")
    return await _shown(admin, asked, words)


async def _shown(admin: Chat, message: Seen, words: str) -> Seen:
    async def says_so() -> bool:
        return words in (await admin.message(message.id)).text

    await until(says_so)
    return await admin.message(message.id)


async def test_figures_are_shown_confirmed_and_hold_at_once(admin: Chat) -> None:
    shown = await _examined(admin, _GOOD, "Kalau dimasukkan")
    assert "1 angka baru" in shown.text
    assert "Samarinda: 42,86 %" in shown.text
    assert "40,39 %" in (await admin.say("cakupan samarinda")).text
    await admin.tap(shown, "✅ Masukkan")
    done = await _shown(admin, shown, "Angka cakupan berlaku")
    assert "1 baru" in done.text
    assert "42,86 %" in (await admin.say("cakupan samarinda")).text
    again = await _examined(admin, _GOOD, "sudah ada")
    assert not any("Masukkan" in label for label in again.buttons)


async def test_what_is_wrong_is_named_by_row_and_nothing_is_taken_in(admin: Chat) -> None:
    shown = await _examined(admin, _BAD, "Belum bisa dimasukkan")
    assert "Baris 2" in shown.text
    assert "Baris 3" in shown.text
    assert not any("Masukkan" in label for label in shown.buttons)
    assert "40,39 %" in (await admin.say("cakupan samarinda")).text
