"""What the public API answers with. Amounts are yuan as decimal text, days and moments ISO 8601, codes stable."""

from datetime import date, datetime
from decimal import Decimal

from ninja import Schema


class PlaceOut(Schema):
    """A division: 6 digits district, 9 town or zone, 12 community or village."""

    code: str
    name: str
    level: str
    parent_code: str | None
    is_pilot: bool


class ProjectRow(Schema):
    """A published purchase project in a list. `paid_amount` is gross: of it, `refunded_amount` came back."""

    number: str
    title: str
    step: int
    step_label: str
    state: str
    state_label: str
    year: int
    place_code: str
    place: str
    purchaser: str
    provider: str | None
    catalogue_code: str
    catalogue_name: str
    method: str
    budget: Decimal | None
    contract_amount: Decimal | None
    paid_amount: Decimal
    refunded_amount: Decimal
    service_from: date | None
    service_to: date | None
    grade: str
    public_since: datetime


class TimeLineEntry(Schema):
    """One public event. Organisations are named, people never. `position` and `fingerprint` identify it in the journal."""

    position: int
    at: datetime
    step: int
    verb: str
    verb_label: str
    text: str
    organisation: str | None
    clauses: list[str]
    fingerprint: str


class ProjectDetail(ProjectRow):
    """A published project with its public time line, newest first."""

    beneficiaries: int | None
    communities: list[str]
    time_line: list[TimeLineEntry]


class NoticeRow(Schema):
    """A notice in a list; `position` is its place in the journal and its address."""

    position: int
    kind: str
    kind_label: str
    title: str
    organisation: str
    published_at: datetime


class NoticeDetail(NoticeRow):
    """A notice with the journal's exact record of it: `leaf` is the canonical text, `fingerprint` its SHA-256."""

    project_number: str | None
    text: str
    clauses: list[str]
    leaf: str
    fingerprint: str


class Page(Schema):
    """Where a page stands in its list."""

    total: int
    page: int
    pages: int
    size: int


class ProjectPage(Page):
    items: list[ProjectRow]


class NoticePage(Page):
    items: list[NoticeRow]


class PlacePage(Schema):
    items: list[PlaceOut]


class Problem(Schema):
    """RFC 9457: what is wrong and how to mend it, in the language asked for."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class Rule(Schema):
    """A parameter of the rule book and its value today. `value` is exact (shares as fractions), `value_text` in words."""

    name: str
    title: str
    value: str | int | list[object] | dict[str, object]
    value_text: str
    unit: str
    document: str
    clause: str
    level: str
    since: date
    verified: bool
    assumed: bool


class RuleList(Schema):
    items: list[Rule]


class NeedsListRow(Schema):
    """A published needs list (需求清单) of a place for a year and round."""

    id: int
    place_code: str
    place: str
    year: int
    round: int
    edition: int
    count: int
    published_at: datetime
    organisation: str


class ListedNeed(Schema):
    """A need as published. Scores run from 1 to 5, `priority` from 0 to 100."""

    rank: int
    title: str
    topic: str
    place_name: str
    beneficiaries: int
    breadth: int
    urgency: int
    vulnerability: int
    priority: Decimal


class NeedsListDetail(NeedsListRow):
    """A list with its needs in their order and the weights of its day."""

    note: str
    weights: dict[str, str]
    rows: list[ListedNeed]


class NeedsListPage(Page):
    items: list[NeedsListRow]
