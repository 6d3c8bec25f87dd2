"""A document and its versions as the shelf holds them, in memory and unchangeable."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from linli.foundations.rulebook import law
from linli.foundations.rulebook.documents.states import PUBLISHED, VersionState
from linli.foundations.rulebook.documents.tree import Numbered
from linli.kernel.errors import Text


class Standing(StrEnum):
    """Whether a version applies on a day."""

    DRAFT = "draft"
    PENDING = "pending"
    IN_FORCE = "in_force"
    TRIAL = "trial"
    EXPIRED = "expired"
    REVISED = "revised"
    REPEALED = "repealed"


STANDINGS: dict[str, Text] = {
    Standing.IN_FORCE: _("现行有效"),
    Standing.TRIAL: _("试行"),
    Standing.PENDING: _("尚未施行"),
    Standing.EXPIRED: _("试行期已满"),
    Standing.REVISED: _("已修订"),
    Standing.REPEALED: _("已废止"),
}


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """One version. `expires` is the last day of a trial, `ended` the first day on which the text no longer applies."""

    ordinal: int
    title: str
    style: str
    number: str
    issued: date
    effective: date
    trial: bool
    clauses: tuple[Numbered, ...]
    expires: date | None = None
    ended: date | None = None
    state: str = VersionState.ISSUED
    reason: str = ""
    successor: str = ""
    pk: int | None = None
    consulted: bool = False

    def standing(self, on: date) -> Standing:
        """Where the text stands on a day."""
        if self.state not in PUBLISHED:
            return Standing.DRAFT
        if self.ended is not None and on >= self.ended:
            return Standing.REPEALED if self.state == VersionState.REPEALED else Standing.REVISED
        if on < self.effective:
            return Standing.PENDING
        if self.expires is not None and on > self.expires:
            return Standing.EXPIRED
        return Standing.TRIAL if self.trial else Standing.IN_FORCE

    def clause(self, key: str) -> Numbered | None:
        return next((one for one in self.clauses if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Held:
    """A document with its published versions, newest first. Of a shipped one gists are known, not wordings."""

    key: str
    level: str
    role: str
    short: str
    short_en: str
    issuer: str
    shipped: bool
    versions: tuple[HeldVersion, ...]
    place_code: str = ""

    @property
    def title(self) -> str:
        return self.versions[0].title

    def version(self, ordinal: int) -> HeldVersion | None:
        return next((one for one in self.versions if one.ordinal == ordinal), None)

    def current(self, on: date) -> HeldVersion:
        """The version that applies on a day: the newest that has begun; before the first has begun, the first."""
        return next((one for one in self.versions if one.effective <= on), self.versions[-1])

    def as_law(self, version: HeldVersion) -> law.Document:
        """The document as parameters cite it."""
        return law.Document(
            self.key, self.level, version.title, self.short, self.short_en, version.number, self.issuer,
            version.issued, version.effective, version.trial, self.role, "",
        )  # fmt: skip
