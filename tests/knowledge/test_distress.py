"""Who doesn't want to live any more is told where help is, and nothing about benefits."""

import pytest

from knowledge.distress import load_distress_advice
from knowledge.markup import visible_text


@pytest.mark.parametrize(
    "text",
    [
        "saya mau bunuh diri karena utang",
        "saya capek hidup mau mati saja",
        "aku pengen mati",
        "gimana cara bunuh diri",
        "GW PENGEN BUNDIR AJA",
        "teman saya mau bunuh diri",
        "udah gak kuat hidup lagi min",
        "mending mati aja",
        "lebih baik saya mati saja",
        "kalau saya bunuh diri apakah istri dapat santunan",
        "terlilit pinjol, kepikiran mengakhiri hidup",
        "tidak mau hidup lagi",
        "ulun handak bunuh diri",
    ],
)
def test_it_is_told_from_the_words(text: str) -> None:
    assert load_distress_advice().is_called_for(text)


@pytest.mark.parametrize(
    "text",
    [
        "Apakah kematian karena bunuh diri dijamin JKM?",
        "bunuh diri dibayar ga sih 😔",
        "suami saya bunuh diri, dapat santunan?",
        "bpjs saya mau mati bulan depan",
        "kartu saya mau mati, cara aktifkan gimana",
        "kepesertaan saya sudah mati saja dari tahun lalu",
        "biaya hidup mahal, iuran berat",
        "santunan mati berapa",
        "mau tanya kalau mati dapat berapa",
        "mau aktifkan lagi bpjs yang mati",
        "capek kerja, mau cairkan jht",
        "seumur hidup dapat pensiun?",
        "",
    ],
)
def test_questions_on_benefits_and_memberships_are_none(text: str) -> None:
    assert not load_distress_advice().is_called_for(text)


def test_the_advice_names_people_and_its_source() -> None:
    advice = load_distress_advice()
    text = visible_text(advice.answer)
    assert "119" in text
    assert len(text) <= 900
    assert advice.sources[0].url
