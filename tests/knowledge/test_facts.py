import pytest

from knowledge.facts import Confidence, load_facts, read_facts

SHEET = """# Fakta

## 1. Iuran

### F-IURAN-01 — Besar iuran
Iuran terendah Rp16.800.
- Dasar hukum: PP 49/2023
- Keyakinan: **tinggi**

### F-IURAN-02 — Diskon
Belum jelas.
- Keyakinan: **rendah**
- Catatan: sumber bertentangan.

## 2. Lain-lain
Tidak termasuk fakta.
"""


def test_a_fact_is_read_with_its_title_basis_and_confidence() -> None:
    fact = read_facts(SHEET)["F-IURAN-01"]
    assert fact.title == "Besar iuran"
    assert fact.legal_basis == "PP 49/2023"
    assert fact.confidence is Confidence.HIGH
    assert fact.text.startswith("Iuran terendah Rp16.800.")


def test_a_fact_ends_where_the_next_chapter_begins() -> None:
    assert read_facts(SHEET)["F-IURAN-02"].text.endswith("sumber bertentangan.")


def test_a_fact_without_legal_basis_says_so() -> None:
    assert read_facts(SHEET)["F-IURAN-02"].legal_basis == "–"


def test_a_fact_without_confidence_is_refused() -> None:
    with pytest.raises(ValueError, match="F-X-01: no line '- Keyakinan"):
        read_facts("### F-X-01 — Tanpa keyakinan\nIsi.\n")


def test_a_fact_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="F-IURAN-01: stands in the sheet twice"):
        read_facts(SHEET + SHEET)


def test_the_real_sheet_has_facts_of_every_confidence() -> None:
    facts = load_facts()
    assert len(facts) > 100
    assert {fact.confidence for fact in facts.values()} == set(Confidence)
    assert all(fact.text and fact.title for fact in facts.values())
