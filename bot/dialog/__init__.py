"""The step a person is in, kept in the database so that any replica can go on from it."""

from bot.dialog.states import DialogConflictError, Step, forget, load, save

__all__ = ["DialogConflictError", "Step", "forget", "load", "save"]
