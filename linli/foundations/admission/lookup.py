"""For other rooms: which admissions a project may name, and whether one carries it.

lookup.choices(holder_id)                       # for a form's select
lookup.refusal(admission, holder=…, communities=…, since=…, until=…)     # None when it carries the project
"""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from linli.foundations.admission.models import Admission
from linli.foundations.admission.states import AdmissionState
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.foundations.rulebook.words import day_words
from linli.kernel import clock
from linli.kernel.errors import Refusal

PARAMETER = "admission.term_months"
FIELD = "admission"


def words(admission: Admission) -> str:
    """As a form's select shows it: number, title, department, last day."""
    return f"{admission.number} {admission.title}（{admission.organisation}，{admission.until:%Y-%m-%d}）"


def refusal(
    admission: Admission | None,
    *,
    holder: Organisation,
    communities: Iterable[Place],
    since: date | None,
    until: date | None,
) -> Refusal | None:
    """Why this admission does not carry a department's task into these communities for this term; None when it does."""
    if admission is None:
        return _no(
            _("“%(department)s”的任务进入社区（村），没有写明准入事项。") % {"department": holder},
            _("请选择有效的准入事项；还没有的，由该部门先申请准入。"),
        )
    if admission.organisation_id != holder.pk:
        return _no(
            _("准入事项“%(title)s”属于%(owner)s，不属于%(department)s。")
            % {"title": admission, "owner": admission.organisation, "department": holder},
            _("请选择该部门的准入事项。"),
        )
    return _out_of_force(admission) or _uncovered(admission, communities) or _too_short(admission, since, until)


def _out_of_force(admission: Admission) -> Refusal | None:
    words = {"number": admission.number or admission.reference, "day": day_words(admission.ended_on or admission.until)}
    if admission.state == AdmissionState.REVOKED:
        return _no(_("准入 %(number)s 已于 %(day)s 撤销。") % words, _("请由部门重新申请准入。"))
    if admission.state == AdmissionState.EXPIRED or admission.until < clock.today():
        return _no(_("准入 %(number)s 已于 %(day)s 到期。") % words, _("请由部门续办准入，或改选有效的事项。"))
    if admission.state != AdmissionState.IN_FORCE:
        words["state"] = str(admission.get_state_display())
        return _no(_("准入 %(number)s 现在是“%(state)s”，还没有列入准入清单。") % words, _("待列入清单后再提交。"))
    return None


def _uncovered(admission: Admission, communities: Iterable[Place]) -> Refusal | None:
    admitted = set(admission.shares.values_list("place_id", flat=True))
    outside = [str(place) for place in communities if place.pk not in admitted]
    if not outside:
        return None
    what = _("准入 %(number)s 不包括%(places)s。") % {"number": admission.number, "places": "、".join(outside)}
    return _no(what, _("请调整受益社区，或由部门增办这些社区的准入。"))


def _too_short(admission: Admission, since: date | None, until: date | None) -> Refusal | None:
    if (since is None or since >= admission.since) and (until is None or until <= admission.until):
        return None
    what = _("准入 %(number)s 自 %(from)s 至 %(to)s，没有覆盖项目的服务期 %(start)s 至 %(end)s。")
    words = {
        "number": admission.number,
        "from": day_words(admission.since),
        "to": day_words(admission.until),
        "start": day_words(since) if since else "—",
        "end": day_words(until) if until else "—",
    }
    return _no(what % words, _("请缩短服务期，或由部门续办准入。"))


def _no(message: str, remedy: str) -> Refusal:
    return Refusal(message, remedy=remedy, field=FIELD, clauses=[book.clause_words(PARAMETER)], code="unadmitted")
