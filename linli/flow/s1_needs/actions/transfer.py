"""Passing a voice on (转办): to whom the matter belongs, with a reason; the deadline goes along, the contact does not."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs import privacy
from linli.flow.s1_needs.actions.deadline import ANSWER, URGE, ask_for_answer
from linli.flow.s1_needs.models import Voice
from linli.flow.s1_needs.states import Urged, VoiceState
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.parties.states import OrganisationState
from linli.kernel import inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


def receivers(voice: Voice) -> QuerySet[Organisation]:
    """Who can be given a voice: the community, town and bureau that serve its place, and the district's departments."""
    code = voice.place_code
    serves = Q(kind=OrganisationKind.COMMUNITY, place__code=code)
    serves |= Q(kind=OrganisationKind.TOWN, place__code=code[:9])
    serves |= Q(kind__in=[OrganisationKind.CIVIL_AFFAIRS, OrganisationKind.DEPARTMENT], place__code=code[:6])
    active = Organisation.objects.filter(serves, state=OrganisationState.ACTIVE)
    return active.exclude(pk=voice.organisation_id).order_by("kind", "name")


@action(
    "needs.voice:transfer",
    gettext_lazy("转办诉求"),
    subject=Voice,
    moves=({VoiceState.RECEIVED}, None),
    tells=gettext_lazy("由%(out_of)s转给%(to)s，理由：%(reason)s"),
)
def transfer(voice: Voice, *, actor: Actor, to: Organisation, reason: str) -> Voice:
    """Give a voice to the office whose matter it is. Who receives it reads it without what could name somebody, and gets no
    contact: passing that on would need a consent of its own (个人信息保护法 第二十三条)."""
    if not receivers(voice).filter(pk=to.pk).exists():
        raise Refusal(
            _("不能转给%(to)s。") % {"to": to},
            remedy=_("请选择服务该社区的单位或区级部门。"),
            field="to",
        )
    told = privacy.check_reason(reason, "reason")
    record(out_of=voice.organisation.name, to=to.name, reason=told)
    inbox.cancel(voice, ANSWER, URGE)
    if voice.transferred_from_id is None:
        voice.transferred_from = voice.organisation
    voice.organisation, voice.transfer_reason = to, told
    voice.urged = Urged.NOBODY
    ask_for_answer(voice)
    return voice
