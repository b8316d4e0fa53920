"""The coverage update on its way: who is due, what each was told, digests and alerts enqueued."""

from bot.coverage.mailing.alerting import Alerts
from bot.coverage.mailing.digests import SEND_JOB, Digests, Posted, Sent
from bot.coverage.mailing.material import AskedMost, Letters, Material, nobody_asked
from bot.coverage.mailing.pictures import DigestPictures

__all__ = [
    "SEND_JOB",
    "Alerts",
    "AskedMost",
    "DigestPictures",
    "Digests",
    "Letters",
    "Material",
    "Posted",
    "Sent",
    "nobody_asked",
]
