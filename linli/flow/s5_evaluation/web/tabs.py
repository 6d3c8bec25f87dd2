"""The project's tab 监测评估: four instruments, score, grade, rectification."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.flow.s4_delivery.web.verb_page import Deed, buttons
from linli.flow.s5_evaluation import rules
from linli.flow.s5_evaluation.actions import rectifying, scoring, starting
from linli.flow.s5_evaluation.models import Evaluation, Instrument
from linli.flow.s5_evaluation.states import INSTRUMENT_FAMILY, InstrumentKind
from linli.flow.s5_evaluation.web import tables
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.kernel.actor import Actor
from linli.ui import parts
from linli.ui.status import Status
from linli.ui.web.verb_page import may_now

GRADE = (Deed(scoring.grade, "evaluation:grade"),)


def evaluation(project: Project, actor: Actor) -> dict[str, Any]:
    """Whoever is no party sees the result once it is published, and nothing before."""
    found = Evaluation.objects.filter(project=project).first()
    if found is None:
        return {"evaluation": None, "actions": start_button(project, actor)}
    inside = actor.may("evaluation.evaluation:view", found) or _evaluates(found, actor)
    if not inside and not found.is_published:
        return {"evaluation": None, "actions": [], "hidden": True}
    instruments = list(found.instruments.current().select_related("organisation", "evaluator", "project"))
    whole = all(one.score is not None for one in instruments)
    orders = list(found.rectifications.all()) if inside else []
    for order in orders:
        order.status = tables.rectification_status(order)  # type: ignore[attr-defined]
        order.actions = rectification_buttons(order, actor)  # type: ignore[attr-defined]
    return {
        "evaluation": found,
        "status": tables.evaluation_status(found),
        "inside": inside,
        "actions": buttons(actor, found, *(GRADE if whole else ()), Deed(rectifying.order, "evaluation:order")),
        "may_publish": may_now(scoring.publish, actor, found),
        "instruments": sorted((card(one, actor) for one in instruments), key=lambda one: one["order"]),
        "bounds": bounds(found),
        "orders": orders,
    }


def start_button(project: Project, actor: Actor) -> list[parts.Action]:
    if project.state != State.DELIVERED or not actor.may(starting.start.name, project):
        return []
    return [parts.Action(starting.start.label, reverse("evaluation:start", args=[project.pk]), variant="primary")]


def _evaluates(found: Evaluation, actor: Actor) -> bool:
    return found.instruments.filter(organisation_id=actor.organisation_id or 0).exists()


def card(one: Instrument, actor: Actor) -> dict[str, Any]:
    """One instrument as the tab shows it."""
    record = scoring.record_instrument
    may = one.evaluation.state == "scoring" and may_now(record, actor, one)
    return {
        "order": list(InstrumentKind).index(InstrumentKind(one.kind)),
        "name": one.get_kind_display(),
        "weight": one.evaluation.weights.get(one.kind),
        "status": Status(INSTRUMENT_FAMILY[one.state], one.get_state_display()),
        "row": one,
        "url": one.get_absolute_url() if may else "",
        "verb": record.label if one.score is None else _("修改"),
        "low": one.score is not None and one.score < rules.PASS,
        "interval": interval(one) if one.mean is not None else "",
    }


def interval(one: Instrument) -> str:
    """The survey in words: n, mean, interval."""
    return _("均值 %(mean)s 分（1—5），95%% 区间 %(low)s—%(high)s，n = %(n)s") % {
        "mean": one.mean,
        "low": one.low,
        "high": one.high,
        "n": f"{one.answers:,}",
    }


def bounds(found: Evaluation) -> str:
    """优 ≥ 90，良 ≥ 80，中 ≥ 60，差 < 60."""
    ranked = sorted(found.bounds.items(), key=lambda item: -float(item[1]))
    return "，".join([f"{name} ≥ {bound}" for name, bound in ranked] + [f"差 < {ranked[-1][1]}"])


def rectification_buttons(order: Any, actor: Actor) -> list[parts.Action]:
    return buttons(
        actor,
        order,
        Deed(rectifying.report, "evaluation:rectify"),
        Deed(rectifying.accept, "evaluation:accept"),
        Deed(rectifying.send_back, "evaluation:return_report"),
    )
