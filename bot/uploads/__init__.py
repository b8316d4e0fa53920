"""Documents that admins send in the chat: looked at, shown, confirmed, taken in.

Nothing is written before the admin has seen what would be. Reading and writing are jobs: they take
longer than an update may. What a document may be (a list of members, a table of figures) is a
`Kind`, wired in by the composition root.
"""

from bot.uploads.kinds import Applied, Attachment, Choice, Kind, Preview, RefusedError
from bot.uploads.steps import State, Stored

__all__ = ["Applied", "Attachment", "Choice", "Kind", "Preview", "RefusedError", "State", "Stored"]
