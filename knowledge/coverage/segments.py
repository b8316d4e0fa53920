"""The groups of workers that coverage figures are about."""

from enum import StrEnum


class Segment(StrEnum):
    """A group of workers. `rentan` is a part of BPU; a person can be in more than one."""

    ALL = "semua"
    EMPLOYEES = "PU"
    OWN_ACCOUNT = "BPU"
    CONSTRUCTION = "JAKON"
    MIGRANTS = "PMI"
    VULNERABLE = "rentan"
    NON_ASN = "non_asn"

    @property
    def label(self) -> str:
        """The group in plain words, in the middle of a sentence."""
        return _LABELS[self]

    @property
    def short_label(self) -> str:
        """The group in one or two words, for lists."""
        return self.label.partition(" (")[0]


_LABELS = {
    Segment.ALL: "seluruh pekerja",
    Segment.EMPLOYEES: "pekerja formal (penerima upah)",
    Segment.OWN_ACCOUNT: "pekerja informal (bukan penerima upah)",
    Segment.CONSTRUCTION: "pekerja proyek konstruksi",
    Segment.MIGRANTS: "pekerja migran",
    Segment.VULNERABLE: "pekerja rentan",
    Segment.NON_ASN: "honorer dan perangkat desa (non-ASN)",
}
