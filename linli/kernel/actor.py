"""Who acts: a person for an organisation in a role, a resident without an account, or the system itself."""

from dataclasses import dataclass
from typing import Any, Literal

import rules


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts or looks. `place_code` is the division whose prefix bounds what the organisation serves."""

    kind: Literal["person", "public", "system"]
    person_id: int | None = None
    person_name: str = ""
    organisation_id: int | None = None
    organisation_name: str = ""
    organisation_kind: str = ""
    role: str = ""
    place_code: str = ""

    @classmethod
    def public(cls) -> "Actor":
        """A resident or visitor who has not signed in."""
        return cls(kind="public")

    @classmethod
    def system(cls) -> "Actor":
        """The system: a deadline that passed, a scheduled job."""
        return cls(kind="system")

    @property
    def signed_in(self) -> bool:
        return self.kind == "person"

    def covers(self, place_code: str) -> bool:
        """Whether a place lies in the actor's own: division codes are prefixes (320117 → 320117004 → 320117004001)."""
        return bool(self.place_code) and place_code.startswith(self.place_code)

    def may(self, permission: str, subject: Any = None) -> bool:
        """Whether the actor has the permission `room.object:verb`, for this subject where it depends on one."""
        return bool(rules.perm_exists(permission)) and bool(rules.has_perm(permission, self, subject))

    def __str__(self) -> str:
        return f"{self.person_name} {self.organisation_name}".strip() or self.kind
