"""Other records under the addresses of a page, and who has nothing to do with them (swapped ids)."""

from collections.abc import Callable, Iterator
from typing import Any

from django.test import Client
from django.urls import reverse

from linli.flow.s1_needs.models.needs import PUBLIC_STATES
from linli.flow.s2_goals.plans.states import PUBLIC as PUBLIC_PLANS
from linli.foundations.admission.states import LISTED
from linli.foundations.catalogue.states import SupplementState
from linli.foundations.forms.models import FormVersion
from linli.kernel.actor import Actor
from tests.security import personas, samples
from tests.security.browsers import last_event, outcome
from tests.security.finding import all_of
from tests.security.urls import Address

RELATED = ("own-clerk", "own-leader", "winner", "winner-staff", "panelist", "jiedao", "shequ", "chengjie")
STRANGERS = ("nobody", "other-town", "other-community", "other-provider")

WHOLE_DISTRICT = ("civil_affairs", "finance")
"""Whose work every record of the district is: nothing in it is strange to them."""
PLACES = ("town", "community")
"""Who serves a place, with all that is in it."""
DISTRICT = 6
"""Digits of a district's code."""


def of_the_district(form: Any) -> bool:
    """A form of the district's is filled in everywhere in it."""
    return len(form.place_code) == DISTRICT


def workbook_of_the_district(stored: Any) -> bool:
    """The workbook of such a form."""
    version = FormVersion.objects.filter(pk=stored.subject_id).first()
    return stored.subject_type == "xforms.formversion" and version is not None and of_the_district(version)


MEANT: dict[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("xforms:form", "xforms:version", "xforms:submissions", "xforms:export"), of_the_district),
    **dict.fromkeys(("xforms:fill_in", "xforms:fill_form"), lambda version: of_the_district(version.form)),
    "kernel:file": workbook_of_the_district,
    "needs:need": lambda need: need.state in PUBLIC_STATES,
    "catalogue:supplement": lambda supplement: supplement.state == SupplementState.INCLUDED,
    "goals:plan": lambda plan: plan.state in PUBLIC_PLANS,
    "goals:paper": lambda design: design.project.public_since is not None,
    "admission:admission": lambda admission: admission.state in LISTED,
    "tenders:receipt": lambda bid: bid.tender.opened_at is not None,
}
"""Records that the rooms open to whoever is signed in: a need that stands on a list, an application that became an item
of the catalogue, a published plan, the design of a project whose intention is published, what stands on the list of admitted tasks. Of a
form of the district's, the page, its workbook, and under its submissions one's own. Of a bid, once it is opened, the receipt's address leads others to the public record of the opening, without the receipt."""


def others(page: Address, record: Any) -> Iterator[tuple[str, Any]]:
    """The same page about other records of the kind, those in the same state first."""
    arguments, _record = samples.sample(page.name, page.route)
    if not reachable(arguments, record):
        return
    found = sorted(all_of(type(record)), key=lambda one: getattr(one, "state", "") != getattr(record, "state", ""))
    for other in found:
        if other.pk != record.pk and not MEANT.get(page.name, lambda record: False)(other):
            number = other.pk if arguments["pk"] == record.pk else other.project_id
            yield reverse(page.name, kwargs={**arguments, "pk": number}), other


def reachable(arguments: dict[str, Any], record: Any) -> bool:
    """The address names the record, or its project, by number."""
    return "pk" in arguments and arguments["pk"] in (record.pk, getattr(record, "project_id", None))


def strange(actor: Actor, record: Any) -> bool:
    """The record has nothing to do with the actor's organisation, nor with the place that it serves."""
    if actor.organisation_kind in WHOLE_DISTRICT or actor.organisation_id in personas.concerned(record):
        return False
    return actor.organisation_kind not in PLACES or not personas.place_of(record).startswith(actor.place_code or "-")


def knock(client: Client, path: str) -> str:
    """What a GET answers, or where only buttons lead there, a POST."""
    before, response = last_event(), client.get(path)
    if response.status_code != 405:
        return outcome(response, None)
    return outcome(client.post(path), before)
