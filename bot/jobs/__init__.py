"""Durable work beside the updates: written in the transaction that asks for it, done afterwards.

What takes longer than an update may (reading a workbook) or is due later (deleting a message after
five minutes) is a job. A job is done at least once: its worker must bear being run again.
"""

from bot.jobs.queue import Job, PermanentError, cancel, enqueue
from bot.jobs.runner import JobRunner, Worker

__all__ = ["Job", "JobRunner", "PermanentError", "Worker", "cancel", "enqueue"]
