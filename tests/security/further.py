"""Pages beside the samples of the addresses: other tabs, other states, whole lists as Excel, papers as PDF."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from linli.flow.s3_tenders.models import Tender
from linli.flow.thread import tabs
from linli.flow.thread.models import Project
from linli.foundations.parties.models import Organisation
from linli.foundations.rulebook.models import RuleVersion
from tests.security.finding import one

BY_LINK = {"parties:registration", "parties:invitation"}
"""Opened by whoever holds the signed link in the address, hence by those whose data it is."""
EXPORT = re.compile(rb'href="(\?[^"]*export=xlsx[^"]*)"')
EXPORTERS = {"nobody", "minzheng", "caizheng", "jiedao", "shequ", "chengjie", "jiandu"}
"""One of each kind that reads lists: a list's export is made by the list's own query."""


def pages() -> Iterator[tuple[str, Any]]:
    """Addresses with the record that they are about."""
    done, judged = one(Project, state="evaluating"), one(Tender, state="reviewing")
    for shown in tabs.tabs():
        yield reverse("thread:tab", args=[done.pk, shown.key]), done
    yield reverse("thread:tab", args=[judged.project_id, "tenders"]), judged
    for tender in (judged, one(Tender, state="ranked"), one(Tender, state="awarded")):
        yield reverse("tenders:tender", args=[tender.pk]), tender
    for kind in ("social", "community", "expert_body"):
        organisation = one(Organisation, kind=kind, state="active")
        yield reverse("parties:organisation", args=[organisation.pk]), organisation
    yield reverse("goals:paper", args=[done.pk, "pdf"]), done
    draft = one(RuleVersion, document__key="volunteer-measures", state="draft")
    yield reverse("rulebook:doc", args=[draft.document.key]), draft


def export_of(response: Any, path: str) -> str:
    """Where the page's own list is to be had as Excel; empty where it is not."""
    found = EXPORT.search(response.content) if not response.streaming else None
    return path + found[1].decode().replace("&amp;", "&") if found else ""
