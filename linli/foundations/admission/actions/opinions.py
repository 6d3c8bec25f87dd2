"""Each community is asked; when all have answered, or the period has passed, the chain begins."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.foundations.admission import rules
from linli.foundations.admission.models import Admission, Opinion
from linli.foundations.admission.states import AdmissionState, OpinionState, Stance
from linli.foundations.parties import offices
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.parties.states import OrganisationState
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book, deadlines
from linli.kernel import approvals, clock, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

CHAIN = "admission"
PARAMETER = "approvals.admission"


def ask(admission: Admission) -> int:
    """Ask every community of an application; one without a committee in the system is asked through its town. Returns how
    many were asked; with nobody to ask the chain begins at once."""
    places = Place.objects.filter(pk__in=admission.shares.values("place_id")).order_by("code")
    asked = [(place, found) for place in places if (found := _voice_of(place)) is not None]
    if not asked:
        raise Refusal(_("这些社区（村）和所在镇街都没有登记单位，无法征求意见。"), remedy=_("请联系区民政局登记单位。"))
    for place, organisation in asked:
        opinion = Opinion.objects.create(
            admission=admission, place=place, organisation=organisation, round=admission.round
        )
        inbox.open_task(
            opinion,
            "admission.opinion:give",
            path=reverse("admission:opinion", args=[opinion.pk]),
            title=_("反馈准入意见：%(title)s") % {"title": admission.title},
            context=_("%(department)s申请在%(place)s开展") % {"department": admission.organisation, "place": place},
            organisation_id=organisation.pk,
            role="clerk",
            due_at=admission.consult_until,
            due_basis=_("送达之日起 %(period)s内") % {"period": book.words("admission.opinion_days")},
            clause=book.citation("admission.opinion_days"),
        )
    return len(asked)


def _voice_of(place: Place) -> Organisation | None:
    active = Organisation.objects.filter(state=OrganisationState.ACTIVE)
    own = active.filter(kind=OrganisationKind.COMMUNITY, place=place).order_by("pk").first()
    town = active.filter(kind=OrganisationKind.TOWN, place__code=place.code[:9]).order_by("pk")
    return own or town.first()


def stop_asking(admission: Admission) -> int:
    """Those who have not answered are not asked any more. Returns how many. Raises OperationalError when one of them is
    answering at this moment."""
    asked = admission.opinions.filter(round=admission.round, state=OpinionState.ASKED)
    waiting = list(asked.select_for_update(no_key=True, nowait=True, of=("self",)))
    for opinion in waiting:
        inbox.cancel(opinion)
    return Opinion.objects.filter(pk__in=[one.pk for one in waiting]).update(state=OpinionState.MISSED)


@action(
    "admission.opinion:give",
    gettext_lazy("反馈准入意见"),
    short=pgettext_lazy("待办", "反馈"),
    subject=Opinion,
    moves=({str(OpinionState.ASKED)}, OpinionState.GIVEN),
    tells=gettext_lazy("%(place)s：%(stance)s"),
)
def give_opinion(opinion: Opinion, *, actor: Actor, stance: str, text: str = "") -> Opinion:
    """A community agrees, agrees on conditions, or objects; the last two with reasons. It binds nobody, but the offices of
    the chain read it."""
    if stance != Stance.AGREE and len(text.strip()) < rules.SHORTEST:
        raise Refusal(_("没有写明条件或不同意的理由。"), remedy=_("请写明，至少 5 个字，供审批参考。"), field="text")
    admission = Admission.objects.select_for_update(no_key=True, of=("self",)).get(pk=opinion.admission_id)
    opinion.stance, opinion.text, opinion.given_at = stance, text.strip(), clock.now()
    others = admission.opinions.filter(round=opinion.round, state=OpinionState.ASKED).exclude(pk=opinion.pk)
    record(place=str(opinion.place), stance=str(Stance(stance).label))
    opinion.state = OpinionState.GIVEN
    opinion.save()
    if admission.state == AdmissionState.CONSULTING and not others.exists():
        close_consultation(admission, actor=Actor.system())
    return opinion


@action(
    "admission.admission:close_consultation",
    gettext_lazy("结束征求社区意见"),
    subject=Admission,
    moves=({str(AdmissionState.CONSULTING)}, AdmissionState.IN_APPROVAL),
    tells=gettext_lazy("%(title)s，送%(first)s"),
)
def close_consultation(admission: Admission, *, actor: Actor) -> Admission:
    """All answered, or the period has passed (the caller looks): the chain begins; its applicant is who submitted."""
    missed = stop_asking(admission)
    chain = offices.of_chain(PARAMETER, Organisation.objects.select_related("place").get(pk=admission.organisation_id))
    applicant = Actor(kind="person", person_id=admission.submitted_by_id, organisation_id=admission.organisation_id)
    approvals.start(
        admission, CHAIN, chain, title=_("社区准入：%(title)s") % {"title": admission.title}, actor=applicant
    )
    record(title=admission.title, first=chain[0].title, missed=missed)
    return admission


deadlines.keep(
    "admission.admission", "consult_until", parameter="admission.opinion_days", start="submitted_at",
    tell="organisation_id", open=Q(state=AdmissionState.CONSULTING),
)  # fmt: skip
