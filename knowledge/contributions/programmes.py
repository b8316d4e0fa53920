"""The five programmes, by the names that people and regulations use."""

from enum import StrEnum


class Programme(StrEnum):
    """A programme of BPJS Ketenagakerjaan (UU 24/2011; PP 37/2021 for JKP)."""

    JKK = "JKK"
    JKM = "JKM"
    JHT = "JHT"
    JP = "JP"
    JKP = "JKP"
