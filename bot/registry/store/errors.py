"""Why the registry refuses something. The messages say what to do; nothing personal is in them."""

from datetime import date


class RegistryError(Exception):
    """The registry is as it was before."""


class NoRowsError(RegistryError):
    """The list holds no row that could be taken."""

    def __init__(self) -> None:
        super().__init__("tidak ada baris yang bisa dipakai di daftar ini")


class NoDateError(RegistryError):
    """Not every row says which day it is from, and nobody said it for the list."""

    def __init__(self) -> None:
        super().__init__(
            "tanggal data tidak ada di setiap baris: sebutkan dengan --as-of TAHUN-BULAN-TANGGAL"
        )


class FutureDateError(RegistryError):
    """The list is said to be from a day that hasn't come."""

    def __init__(self, as_of: date) -> None:
        super().__init__(f"tanggal data {as_of} belum tiba")


class OlderListError(RegistryError):
    """The list is older than what the registry holds."""

    def __init__(self, as_of: date, current: date) -> None:
        super().__init__(
            f"data per {as_of} lebih lama dari yang sudah ada (per {current}); untuk kembali ke "
            "versi sebelumnya pakai `jamsosbot registry rollback`"
        )
        self.as_of = as_of
        self.current = current


class ShrinkError(RegistryError):
    """The list would leave less than half of the people."""

    def __init__(self, people: int, before: int) -> None:
        super().__init__(
            f"daftar ini hanya memuat {people} orang, sekarang ada {before}: kurang dari "
            "separuhnya. Untuk menambahkan sebagian daftar pakai --add; jika memang harus diganti "
            "seluruhnya pakai --force"
        )
        self.people = people
        self.before = before


class BusyError(RegistryError):
    """Another import, rekey or deletion is at work."""

    def __init__(self) -> None:
        super().__init__("impor lain sedang berjalan; coba lagi setelah selesai")


class SupersededError(RegistryError):
    """The version was taken away while it was being filled."""

    def __init__(self) -> None:
        super().__init__("registri berubah selama impor berjalan; ulangi impornya")


class NoSuchVersionError(RegistryError):
    """There is no such version to go back to."""

    def __init__(self) -> None:
        super().__init__("tidak ada versi sebelumnya untuk dipakai kembali")


class SecondProcessError(RegistryError):
    """The process that hashes and seals is gone: memory or room for temporary files ran out."""

    def __init__(self) -> None:
        super().__init__("proses pembantu impor terhenti: memori atau ruang disk mungkin habis")
