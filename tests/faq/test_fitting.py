"""Pages fit into a message, whatever they have to show."""

from handlers.faq.viewing import fitting
from knowledge.markup import visible_text


def test_what_does_not_fit_is_cut_between_lines() -> None:
    long = "\n".join(f"➕ <s>baris {number}</s>" for number in range(500))
    html = fitting(["<b>Kepala</b>", long], 1_000)
    assert len(html) <= 1_060
    assert "baris 3" in visible_text(html)
    assert html.endswith("… (selebihnya tidak muat di satu pesan)")


def test_formatting_that_goes_across_lines_is_not_cut_open() -> None:
    html = fitting(["Kepala", "<b>satu\n" + "x" * 50 + "</b>"], 40)
    assert visible_text(html).startswith("Kepala\n\n…")
