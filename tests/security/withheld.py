"""Values that not everybody may see, searched for in every page that anybody opens.

The table fields.csv is read by people: `shown` stands where the whole value was on a page or in its Excel file.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from linli.flow.s3_tenders.models import Seat, Tender
from linli.foundations.parties.models import Organisation, Person
from linli.foundations.parties.roles import PROVIDERS
from linli.kernel import clock
from linli.kernel.permissions import reach
from tests.security import samples, world
from tests.security.tables import Table

SHOWN = "shown"
About = Callable[[Any], bool]


@dataclass(frozen=True)
class Value:
    """What is looked for, and on the pages of which records; of all where `about` says nothing."""

    texts: frozenset[str]
    about: About = lambda record: True


def values() -> dict[str, Value]:
    """The secrets of the world as it stands."""
    sealed = samples.one(Tender, state="published", bids_due__gt=clock.now(), bid_count__gt=0)
    bids = samples.bids_of(sealed)
    judged = Tender.objects.filter(state="reviewing").order_by("pk")[0]
    members = {seat.person.name for seat in samples.all_of(Seat, tender=judged)}
    providers = Organisation.objects.filter(kind__in=PROVIDERS).exclude(contact_phone="")
    found = {
        "telephone of a provider's contact": Value(_some(providers.values_list("contact_phone", flat=True))),
        "telephone of a person with an account": Value(_some(Person.objects.values_list("phone", flat=True))),
        "name of a resident": Value(frozenset({world.NAME})),
        "telephone of a resident": Value(frozenset({world.PHONE})),
        "bidders before the opening": Value(frozenset(bid.organisation.name for bid in bids), _of(sealed)),
        "offers before the opening": Value(frozenset(f"{bid.amount:,.2f}" for bid in bids)),
        "receipts of sealed bids": Value(frozenset(bid.receipt for bid in bids)),
        "panel before the result": Value(frozenset(members), _of(judged)),
        "scores before the result": Value(frozenset({world.REMARK})),
    }
    assert all(value.texts for value in found.values()), "the world holds a value of each kind"
    return found


def _some(texts: Any) -> frozenset[str]:
    return frozenset(text for text in texts if text)


def _of(tender: Tender) -> About:
    """Pages about this tender, its project, or something of it."""

    def about(record: Any) -> bool:
        near = (record, reach(record, "tender"), reach(record, "project"))
        return tender in near or tender.project in near

    return about


def seen(response: Any) -> str:
    """The text of a page, or of every cell of an Excel file; empty for other files."""
    kind = response.headers.get("Content-Type", "")
    if "spreadsheet" in kind:
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    return response.content.decode() if kind.startswith(("text/", "application/json")) else ""


def note(table: Table, known: dict[str, Value], who: str, record: Any, response: Any) -> None:
    """Put down what an answer shows to whom."""
    text = seen(response) if response.status_code == 200 else ""
    for name, value in known.items():
        row = table.setdefault(name, {})
        row.setdefault(who, "")
        if text and value.about(record) and any(one in text for one in value.texts):
            row[who] = SHOWN
