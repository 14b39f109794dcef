"""Why a request was refused on account of a profile, as a value that people and programs can read."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileExplanation:
    """What led to one refusal, and what would have been answered."""

    reason: str
    client: str
    resource: str
    """``/ed-fi/students``."""
    header: str
    """Where the profile is named for such a request: ``Accept``, ``Content-Type``."""
    stated: str
    """The profile that the request names; nothing if none."""
    assigned: tuple[str, ...]
    """Profiles that the client must use for this resource."""
    media_types: tuple[str, ...]
    """What would do in the header."""

    def as_json(self) -> dict[str, Any]:
        """With camelCase keys, as the explanations of authorization are written."""
        return {
            "outcome": "denied",
            "reason": self.reason,
            "client": self.client,
            "resource": self.resource,
            "header": self.header,
            "profile": self.stated,
            "assignedProfiles": list(self.assigned),
            "remedies": [{"text": f"{self.header}: {each}", "posts": []} for each in self.media_types],
        }
