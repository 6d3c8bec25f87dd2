"""What a published intention says (财库〔2020〕10号): name, overview, budget, month; and the tasks that its days ask for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.flow.s2_goals.reviews.models import IntentionEdition
from linli.flow.s2_goals.reviews.states import EditionKind
from linli.flow.thread.models import Project
from linli.foundations.rulebook import book
from linli.kernel import inbox
from linli.kernel.errors import Refusal

if TYPE_CHECKING:
    from linli.flow.s2_goals.models import Design

DAY = timedelta(days=1)
PUBLISH = "tenders.tender:publish"


@dataclass(frozen=True, slots=True)
class Told:
    """What the purchaser writes: an overview of what is wanted, and the month of the purchase (its first day)."""

    overview: str = ""
    expected: date | None = None
    note: str = ""


def proposed(design: "Design", now: datetime) -> Told:
    """What the design itself says, to begin with: its goal, and the month in which the days have passed."""
    after = timezone.localdate(book.due("intention.days", now)) + DAY
    overview = "\n".join(text for text in (design.problem, design.goal) if text)
    return Told(overview[:1000], after.replace(day=1))


def publish(
    design: "Design", told: Told, *, now: datetime, counted_from: datetime, until: datetime, kind: str, reason: str = ""
) -> IntentionEdition:
    """Keep one edition. An empty overview or month takes the design's own; a purchase before the days are over is refused."""
    own = proposed(design, counted_from)
    expected = (told.expected or own.expected or timezone.localdate(until)).replace(day=1)
    if expected < timezone.localdate(until).replace(day=1):
        raise Refusal(
            _("预计采购时间 %(month)s 早于意向公开满期。") % {"month": f"{expected:%Y-%m}"},
            remedy=_("意向公开至 %(day)s，请填写当月或以后的月份。") % {"day": timezone.localdate(until).isoformat()},
            field="expected",
            clauses=[book.clause_words("intention.days")],
        )
    before = IntentionEdition.objects.filter(design=design).count()
    assert design.budget is not None
    return IntentionEdition.objects.create(
        design=design,
        project_id=design.project_id,
        edition=before + 1,
        kind=EditionKind.AGAIN if before and kind == EditionKind.FIRST else kind,
        title=design.project.title,
        overview=told.overview.strip() or own.overview,
        budget=design.budget,
        expected=expected,
        note=told.note.strip(),
        reason=reason.strip(),
        published_at=now,
        counted_from=counted_from,
        until=until,
    )


def count_down(project: Project, until: datetime, *, basis: str, clause: dict[str, Any]) -> None:
    """The moment from which the tender may be published, on the project's thread; asked again it moves."""
    inbox.open_moment(
        project,
        PUBLISH,
        title=_("采购意向公开满期，可以发布采购公告：%(project)s") % {"project": project.title},
        due_at=until,
        due_basis=basis,
        organisation_id=project.purchaser_id,
        role="clerk",
        clause=clause,
        step=2,
    )


def newest(design: "Design") -> IntentionEdition | None:
    return IntentionEdition.objects.filter(design=design).order_by("-edition").first()
