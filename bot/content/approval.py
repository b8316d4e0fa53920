"""Whether a second pair of eyes is needed before something is published."""

from enum import StrEnum

_LEAST_ADMINS_TO_APPROVE = 2


class Approval(StrEnum):
    """Whether a second admin has to approve what one wants to publish (CONTENT_APPROVAL)."""

    AUTO = "auto"
    """When there are two or more."""
    ALWAYS = "always"
    NEVER = "never"

    def needs_second(self, admins: int) -> bool:
        """Whether a second one is needed, with so many admins."""
        return self is Approval.ALWAYS or (
            self is Approval.AUTO and admins >= _LEAST_ADMINS_TO_APPROVE
        )
