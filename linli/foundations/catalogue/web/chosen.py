"""What stands under a form's field of the catalogue: unit, reference price, who may buy and whom it serves, as soon as an
item is chosen. A page puts `of(…)` into its context and includes `catalogue/chosen.html`."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from linli.foundations.catalogue import lookup
from linli.foundations.catalogue.web import words
from linli.foundations.parties.roles import PURCHASERS
from linli.kernel.errors import Refusal
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import sentence


def of(code: str | None, buyer: str) -> dict[str, Any]:
    """The item of a code with its facts, and why this kind of purchaser may not take it; nothing while none is chosen."""
    item = lookup.item(code) if code else None
    return {
        "chosen_item": item,
        "chosen_facts": words.chosen_facts(item) if item else [],
        "chosen_refusal": why_not(code, buyer) if code else "",
    }


def why_not(code: str, buyer: str) -> str:
    """Why a kind of organisation may not buy the item today, in words; empty where it may, and for who buys nothing."""
    if buyer not in PURCHASERS:
        return ""
    try:
        lookup.check(code, buyer=buyer)
    except Refusal as refusal:
        return sentence(refusal)
    return ""


@needs("catalogue.item:list")
def chosen(request: ActorRequest) -> HttpResponse:
    """The part of a page that follows the choice."""
    code = request.GET.get("catalogue_code", "")[:20]
    return render(request, "catalogue/chosen_facts.html", of(code, request.actor.organisation_kind))
