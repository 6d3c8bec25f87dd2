"""The guarded fields of the house: what not everybody may read, whose each row is, and how it is recognised anywhere."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models

from linli.flow.s1_needs.campaigns.models import HouseholdAddress
from linli.flow.s1_needs.models import Voice, VoiceContact
from linli.flow.s3_tenders.models import BidContent, Sheet, Tender
from linli.foundations.parties.models import Membership, Organisation
from linli.kernel import rls
from linli.kernel.actor import Actor
from linli.kernel.permissions import reach
from linli.ui.formats import yuan
from tests.security.finding import all_of, as_each_provider

WORD = re.compile(r"zqk(\d+)n(\d+)e")
PHONE = re.compile(r"(?<!\d)137(\d\d)(\d{6})(?!\d)")
SECRET = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])|\d{1,3}(?:,\d{3})+\.\d\d")
"""What is unique without being planted: random values, digests, and amounts to the cent."""
HOMES = (
    "organisation_id", "owner_id", "purchaser_id", "provider_id", "recorded_by_id", "recipient_id", "department_id",
    "project.purchaser_id", "project.provider_id", "tender.purchaser_id", "bid.tender.purchaser_id", "account.owner_id", "statement.account.owner_id",
    "admission.organisation_id", "approval.organisation_id", "document.organisation_id", "seat.organisation_id",
    "design.project.purchaser_id", "milestone.project.purchaser_id", "budget.owner_id",
    "from_account.owner_id", "to_account.owner_id", "version.document.organisation_id", "draft.document.organisation_id",
)  # fmt: skip
"""Where a row names the organisations whose it is."""
PLACES = ("place_code", "place.code", "project.place_code", "organisation.place.code", "tender.project.place_code")


@dataclass(frozen=True)
class Field:
    """A guarded column. `stage` says of a row under which heading it belongs, where time changes who may read it."""

    number: int
    column: str
    kind: str = "text"
    stage: Callable[[Any], str] | None = None

    @property
    def model(self) -> type[models.Model]:
        table = self.column.split(".")[0]
        return next(one for one in apps.get_models() if one._meta.db_table == table)

    def word(self, serial: int) -> str:
        """A value that occurs nowhere else."""
        if self.kind == "phone":
            return f"137{self.number:02d}{serial:06d}"
        word = f"zqk{self.number:02d}n{serial}e"
        return f"{word}@example.invalid" if self.kind == "mail" else word

    def heading(self, row: Any) -> str:
        return f"{self.column} {self.stage(row)}".strip() if self.stage else self.column


def _tender(row: Any) -> str:
    return "opened" if row.tender.opened_at else "sealed"


def _sheet(row: Any) -> str:
    return "result public" if row.bid.tender.state in ("announced", "awarded") else "under review"


def _evaluation(row: Any) -> str:
    found = getattr(row, "evaluation", row)
    return "published" if found.state == "published" else "before publication"


def _state(*early: str) -> Callable[[Any], str]:
    return lambda row: "draft" if row.state in early else "later"


def _person(row: Any) -> str:
    kinds = Membership.objects.filter(person=row).values_list("organisation__kind", flat=True)
    return "of experts" if "expert_body" in kinds else ""


_COLUMNS: list[tuple[str, str, Callable[[Any], str] | None]] = [
    ("parties_organisation.contact_name", "text", None),
    ("parties_organisation.contact_phone", "phone", None),
    ("parties_organisation.reason", "text", None),
    ("parties_person.name", "text", _person),
    ("parties_person.phone", "phone", None),
    ("parties_person.email", "mail", None),
    ("needs_voicecontact.name", "text", None),
    ("needs_voicecontact.phone", "phone", None),
    ("needs_householdaddress.address", "text", None),
    ("needs_voice.content", "text", None),
    ("needs_voice.answer", "text", None),
    ("funds_bankaccount.number", "text", None),
    ("funds_bankaccount.bank", "text", None),
    ("funds_bankline.counterparty", "text", None),
    ("funds_bankline.summary", "text", None),
    ("funds_bankline.reference", "text", None),
    ("funds_fundsource.donor", "text", None),
    ("funds_posting.note", "text", None),
    ("funds_transfer.reason", "text", None),
    ("tenders_bidcontent.plan", "text", _tender),
    ("tenders_bidcontent.team", "text", _tender),
    ("tenders_bidcontent.record", "text", _tender),
    ("tenders_bidcontent.promises", "text", _tender),
    ("tenders_tender.requirements", "text", _state("draft")),
    ("tenders_tie.nature", "text", None),
    ("tenders_sheet.remark", "text", _sheet),
    ("tenders_challenge.text", "text", None),
    ("tenders_contract.terms", "text", _state("draft")),
    ("goals_design.problem", "text", _state("draft", "returned")),
    ("goals_design.wage_reason", "text", _state("draft", "returned")),
    ("kernel_approvalstep.opinion", "text", None),
    ("admission_opinion.text", "text", None),
    ("admission_report.what", "text", None),
    ("catalogue_supplement.why", "text", None),
    ("rulebook_proposal.reason", "text", None),
    ("rulebook_rulecomment.speaker", "text", None),
    ("rulebook_rulecomment.content", "text", None),
    ("delivery_delivery.plan", "text", None),
    ("delivery_milestone.statement", "text", None),
    ("delivery_milestone.served_statement", "text", None),
    ("delivery_progressreport.text", "text", None),
    ("delivery_payment.invoice_number", "text", None),
    ("delivery_payment.voucher", "text", None),
    ("delivery_payment.opinion", "text", None),
    ("delivery_servicerecord.staff", "text", None),
    ("delivery_servicerecord.note", "text", None),
    ("evaluation_instrument.findings", "text", _evaluation),
    ("evaluation_evaluation.conclusion", "text", _evaluation),
    ("evaluation_rectification.demands", "text", None),
    ("followup_visit.summary", "text", None),
    ("followup_issue.text", "text", None),
    ("insight_reminder.note", "text", None),
    ("needs_voice.shown", "text", None),
    ("needs_voice.reopen_reason", "text", None),
    ("needs_voice.earlier_answer", "text", None),
    ("goals_expertopinion.summary", "text", None),
]
FIELDS = [Field(number, *one) for number, one in enumerate(_COLUMNS)]


def found_in(text: str) -> set[tuple[int, int]]:
    """The words in a text: which guarded column's, and whose serial."""
    found = {(int(column), int(serial)) for column, serial in WORD.findall(text)}
    return found | {(int(column), int(serial)) for column, serial in PHONE.findall(text)}


@dataclass(frozen=True)
class Row:
    """Whose a planted row is."""

    heading: str
    homes: frozenset[int]
    people: frozenset[int]
    places: tuple[str, ...]

    def distance(self, actor: Actor) -> str:
        """How far the reader stands from it: his own, of an organisation in the place that he serves, or others'."""
        if actor.person_id in self.people or actor.organisation_id in self.homes:
            return "own"
        near = actor.place_code and any(place.startswith(actor.place_code) for place in self.places)
        return "place" if near and actor.organisation_kind in ("town", "community") else "others"


def secret_rows() -> dict[Any, Row]:
    """Secrets that the house makes itself, second factors, and the prices of sealed bids, by how a page would show them."""
    found: dict[Any, Row] = {}
    for voice in Voice.objects.all():
        found[voice.code_hash] = _row("needs_voice.code_hash", voice)
    for content in _contents():
        found[content.nonce] = _row(f"tenders_bidcontent.nonce {_tender(content)}", content)
        if not content.tender.opened_at:
            found[yuan(content.amount)] = _row("tenders_bidcontent.amount sealed", content)
    for factor in Authenticator.objects.all():
        found[factor.data["secret"]] = Row("mfa_authenticator.data", frozenset(), frozenset({factor.user_id}), ())
    return found


def _row(heading: str, row: Any) -> Row:
    return Row(heading, _homes(row), _people(row), _all(row, PLACES))


def planted_rows() -> dict[Any, Row]:
    """Every word that stands in the world, with its row's home."""
    found = secret_rows()
    for field in FIELDS:
        for row in _rows(field.model):
            for word in found_in(str(getattr(row, field.column.split(".")[1]))):
                found[word] = _row(field.heading(row), row)
    return found


def _rows(model: type[models.Model]) -> Iterable[Any]:
    special = {BidContent: _contents, Sheet: _sheets, VoiceContact: _contacts, HouseholdAddress: _addresses}
    return special[model]() if model in special else all_of(model)


def _homes(row: Any) -> frozenset[int]:
    if row._meta.db_table == "parties_organisation":
        return frozenset({row.pk})
    if row._meta.db_table == "parties_person":
        return frozenset(Membership.objects.filter(person=row).values_list("organisation_id", flat=True))
    return frozenset(_all(row, HOMES))


def _people(row: Any) -> frozenset[int]:
    own = [row.pk] if row._meta.db_table == "parties_person" else []
    return frozenset([*own, *_all(row, ("person_id", "seat.person_id", "evaluator_id"))])


def _all(row: Any, paths: Iterable[str]) -> tuple[Any, ...]:
    return tuple(one for one in (reach(row, path) for path in paths) if one is not None)


def _contents() -> list[Any]:
    """What every bidder sealed, each read as himself."""
    return [
        content
        for provider in as_each_provider()
        for content in BidContent.objects.filter(bid__organisation_id=provider)
        .select_related("bid", "tender__project")
        .order_by("pk")
    ]


def _contacts() -> list[Any]:
    """Who said it, read as the bureau, which serves every place."""
    bureau = Organisation.objects.select_related("place").get(kind="civil_affairs")
    with rls.acting(Actor(kind="person", organisation_id=bureau.pk, place_code=bureau.place.code)):
        return list(VoiceContact.objects.select_related("voice", "organisation"))


def _addresses() -> list[Any]:
    """Where households live, read as the bureau, which serves every place."""
    bureau = Organisation.objects.select_related("place").get(kind="civil_affairs")
    with rls.acting(Actor(kind="person", organisation_id=bureau.pk, place_code=bureau.place.code)):
        return list(HouseholdAddress.objects.select_related("household", "organisation"))


def _sheets() -> list[Any]:
    """Every expert's scores, read as the purchaser, with what is reached from them."""
    found: list[Any] = []
    for purchaser in Tender.objects.order_by("purchaser_id").values_list("purchaser_id", flat=True).distinct():
        with rls.acting(Actor(kind="person", organisation_id=purchaser)):
            mine = Sheet.objects.filter(bid__tender__purchaser=purchaser)
            found += mine.select_related("bid__tender__project", "seat")
    return found
