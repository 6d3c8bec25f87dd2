"""Whether a purchase may begin: the intention has stood for its days, or a shorter time was approved (财库〔2020〕10号)."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.flow.s2_goals.reviews.models import ShortNotice
from linli.flow.s2_goals.reviews.states import NoticeState
from linli.flow.s2_goals.states import DesignState
from linli.flow.thread.models import Project
from linli.foundations.rulebook import book
from linli.kernel.actions import cite
from linli.kernel.errors import Refusal

if TYPE_CHECKING:
    from linli.flow.s2_goals.models import Design


def hold(project: Project, now: datetime) -> None:
    """Refuse a purchase that begins before its day. Counted from the edition in force, not from the first."""
    design: Design | None = getattr(project, "design", None)
    since = counted_from(project)
    if since is None:
        raise Refusal(
            _("采购意向尚未公开。"),
            remedy=_("请先公开采购意向，期满后再发布采购公告。"),
            clauses=[book.clause_words("intention.days")],
        )
    shortened = shortened_to(design)
    if shortened is not None and timezone.localdate(now) >= shortened:
        cite(book.citation("intention.urgent_days"))
        return
    book.not_before("intention.days", since, now, what=_("采购公告"))


def counted_from(project: Project) -> datetime | None:
    """The moment from which the days run; None while no intention is public. A project without a design of its own has
    been public since it was."""
    design: Design | None = getattr(project, "design", None)
    if design is None:
        return project.public_since
    return design.intention_at if design.state == DesignState.PUBLISHED else None


def shortened_to(design: "Design | None") -> date | None:
    """The earliest day that was approved for the edition in force, if any."""
    if design is None:
        return None
    newest = design.intentions.order_by("-edition").first()
    found = ShortNotice.objects.filter(edition=newest, state=NoticeState.APPROVED).first() if newest else None
    return found.earliest if found is not None else None
