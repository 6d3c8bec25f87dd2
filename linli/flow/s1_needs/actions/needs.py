"""From voices to a need: confirm it, rank it, correct it, drop it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs import rules
from linli.flow.s1_needs.actions.voices import link
from linli.flow.s1_needs.models import Need, Voice
from linli.flow.s1_needs.states import NeedState
from linli.foundations.catalogue import lookup as catalogue
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel import clock, numbering
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action(
    "needs.need:confirm",
    gettext_lazy("确认需求"),
    scope="place",
    tells=gettext_lazy("“%(title)s”，优先指数 %(priority)s，来自 %(voices)s 件诉求"),
)
def confirm(
    *,
    actor: Actor,
    place: Place,
    title: str,
    topic: str,
    beneficiaries: int,
    breadth: int,
    urgency: int,
    vulnerability: int,
    gap: int = rules.NEUTRAL,
    catalogue_code: str = "",
    description: str = "",
    basis: str = "",
    voices: Iterable[Voice] = (),
) -> Need:
    """Confirm a need from residents' voices, or enter one that a community knows.

    Without voices `basis` must say how those served were asked (财库〔2021〕22号). Scores are 1–5; a `gap` that nobody has
    judged is neutral.
    """
    heard = sorted(voices, key=lambda voice: voice.pk)
    if not heard and len(basis.strip()) < 5:
        raise Refusal(
            _("没有选择诉求，也没有写明怎样征求过意见。"),
            remedy=_("请勾选相关诉求，或写明走访、座谈、问卷的时间和人数。"),
            field="basis",
            clauses=[_("财库〔2021〕22号")],
        )
    assert actor.organisation_id is not None
    year = clock.today().year
    need = Need(
        number=f"{place.code}-{year}-{numbering.next_number(f'need:{place.code}', year):03d}",
        title=_titled(title),
        description=description.strip(),
        topic=topic,
        place=place,
        organisation_id=actor.organisation_id,
        basis=basis.strip(),
        beneficiaries=beneficiaries,
        breadth=breadth,
        urgency=urgency,
        vulnerability=vulnerability,
        gap=gap,
        catalogue_code=known_item(catalogue_code),
    )
    weigh(need)
    need.save()
    for voice in heard:
        link(voice, actor=actor, need=need)
    record(title=need.title, priority=need.priority, voices=len(heard))
    return need


def _titled(title: str) -> str:
    if not 4 <= len(title.strip()) <= 60:
        raise Refusal(
            _("需求名称 %(length)d 个字，应为 4 至 60 个字。") % {"length": len(title.strip())},
            remedy=_("请写成“谁需要什么”，例如“高龄独居老人助餐”。"),
            field="title",
        )
    return title.strip()


def weigh(need: Need) -> None:
    """Compute the priority index under today's weights and keep them with it, so that the rank can be explained."""
    need.weights = {name: str(weight) for name, weight in book.value("needs.weights").items()}
    need.priority = rules.priority(need.scores, need.weights)


@action("needs.need:revise", gettext_lazy("修改需求"), subject=Need, moves=({NeedState.DRAFT}, None))
def revise(need: Need, *, actor: Actor, title: str, topic: str, description: str = "", basis: str = "") -> Need:
    """Correct the words of a need before it is published."""
    need.title, need.topic = _titled(title), topic
    need.description, need.basis = description.strip(), basis.strip()
    return need


@action(
    "needs.need:rank",
    gettext_lazy("评定优先程度"),
    subject=Need,
    moves=({NeedState.DRAFT}, None),
    tells=gettext_lazy("优先指数由 %(before)s 变为 %(after)s"),
)
def rank(
    need: Need,
    *,
    actor: Actor,
    breadth: int,
    urgency: int,
    vulnerability: int,
    beneficiaries: int,
    gap: int | None = None,
) -> Need:
    """Score a need anew, 1–5 each (the gap stays where it is not given); its index follows from the rule book's weights."""
    before = need.priority
    need.breadth, need.urgency, need.vulnerability = breadth, urgency, vulnerability
    need.gap = need.gap if gap is None else gap
    need.beneficiaries = beneficiaries
    weigh(need)
    record(before=before, after=need.priority)
    return need


@action(
    "needs.need:classify",
    gettext_lazy("归入目录"),
    subject=Need,
    moves=({NeedState.DRAFT, NeedState.LISTED}, None),
    tells=gettext_lazy("“%(need)s”归入 %(item)s"),
)
def classify(need: Need, *, actor: Actor, catalogue_code: str) -> Need:
    """Say which item of the guidance catalogue would meet the need; the ranking does not change by it."""
    need.catalogue_code = known_item(catalogue_code)
    record(need=need.title, item=need.catalogue_code or _("不归入"))
    return need


def known_item(code: str) -> str:
    """The code of an item in force, or none. Raises a Refusal for any other."""
    if code and catalogue.item(code) is None:
        raise Refusal(
            _("现行目录中没有编号 %(code)s。") % {"code": code[:20]},
            remedy=_("请从目录中选择，或先不归入。"),
            field="catalogue_code",
        )
    return code


@action(
    "needs.need:drop",
    gettext_lazy("撤销需求"),
    subject=Need,
    moves=({NeedState.DRAFT}, NeedState.DROPPED),
    tells=gettext_lazy("理由：%(reason)s"),
)
def drop(need: Need, *, actor: Actor, reason: str) -> Need:
    """Take an unpublished need back, with a reason; its voices are free for another need."""
    if len(reason.strip()) < 5:
        raise Refusal(_("没有写明撤销理由。"), remedy=_("请写明理由，至少 5 个字。"), field="reason")
    need.voices.update(need=None)
    record(reason=reason.strip())
    return need
