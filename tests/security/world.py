"""A small district in which every state exists, told under a fixed clock, and what the demo does not tell."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import count
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image

from linli.demo import build
from linli.demo.cast import SHOWN_TOWN
from linli.demo.program import Slot
from linli.flow.s1_needs.actions import needs, voices
from linli.flow.s3_tenders import actions as tenders
from linli.flow.s3_tenders.models import Bid, Seat, Tender
from linli.flow.s4_delivery.actions import records, requests
from linli.flow.s4_delivery.models import Milestone, PaymentBatch
from linli.flow.s6_followup.actions import visiting
from linli.flow.s6_followup.models import FollowUp
from linli.flow.thread.models import Project
from linli.foundations.parties import actions as parties
from linli.foundations.parties.actors import actor_for
from linli.foundations.parties.models import Membership, Organisation, Person
from linli.foundations.parties.rules import Secret
from linli.foundations.parties.tests.factory import credit_code
from linli.foundations.places.models import Place
from linli.foundations.rulebook.actions import notices, proposals
from linli.foundations.rulebook.documents import actions as documents
from linli.foundations.rulebook.documents.tree import Row
from linli.kernel import approvals, clock, journal, rls
from linli.kernel.actor import Actor
from linli.kernel.models import Task
from linli.openness.insight.actions import remind
from tests.security import integration, planting

NOW = datetime(2026, 6, 17, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A fixed working day: the tables must read the same next year."""
SLOTS = [
    Slot(720), Slot(430, "issue", "visit"), Slot(314, "rectified", "rectification"), Slot(303, "", "evaluation"),
    Slot(270, "", "payment"), Slot(250, "returned"), Slot(28, "returned", "returned"), Slot(101, "", "confirm"),
    Slot(26, "", "approval"), Slot(12), Slot(91, "", "panel"), Slot(105, "", "contract"), Slot(72, "", "notice"),
    Slot(19, "", "draft"), Slot(90, "", "notice"), Slot(17), Slot(45, "urgent"), Slot(33),
]  # fmt: skip
NAME, PHONE = "示例居民", "13900000117"
"""A resident's name and number: personal data that must stay where they were put."""


@contextmanager
def drawn_alike() -> Iterator[None]:
    """Panels are drawn by seeds that are the same every time."""
    serial = count()

    def token(size: int) -> str:
        return hashlib.sha256(str(next(serial)).encode()).hexdigest()[: 2 * size]

    with mock.patch("linli.flow.s3_tenders.actions.panels.secrets.token_hex", token):
        yield


@contextmanager
def told(now: datetime = NOW) -> Iterator[None]:
    """The district, with canaries in its texts, inside a transaction that is rolled back at the end; draws come out the
    same every time."""
    with clock.travelled(now), drawn_alike(), transaction.atomic():
        try:
            with planting.planted():
                tell()
            yield
        finally:
            transaction.set_rollback(True)


def tell(slots: list[Slot] | None = None) -> None:
    """The demo's projects and what they lack: questions, challenges, reminders, a registration, a resident's number."""
    build.build(chosen=slots or SLOTS)
    Person.objects.create_user("wusuo", name="无所属示例")
    _residents()
    _documents()
    _tenders()
    _providers()
    _parameters()
    _later_steps()
    integration.tell(member)
    Authenticator.objects.create(user=Person.objects.order_by("-pk")[1], type="totp", data={"secret": "5ec0" * 16})
    journal.sequence()


def member(kind: str, role: str, **where: Any) -> Actor:
    """The first person with this role in an organisation of this kind."""
    found = Membership.objects.filter(organisation__kind=kind, role=role, **where)
    return actor_for(found.select_related("person", "organisation__place").order_by("pk")[0])


def of(organisation: Organisation | int, role: str) -> Actor:
    """The first person with this role in this organisation."""
    key = organisation if isinstance(organisation, int) else organisation.pk
    found = Membership.objects.filter(organisation_id=key, role=role)
    return actor_for(found.select_related("person", "organisation__place").order_by("pk")[0])


def of_person(pk: int) -> Actor:
    """This person, by his first membership."""
    return actor_for(Membership.objects.select_related("person", "organisation__place").filter(person_id=pk)[0])


def _residents() -> None:
    place = Place.objects.within(SHOWN_TOWN).communities()[0]
    clerk = member("community", "clerk", organisation__place=place)
    told_by_name = voices.record_voice(
        actor=clerk, place=place, content="楼道灯坏了三个月。", topic="environment", channel="visit",
        name=NAME, phone=PHONE, consent=True,
    )  # fmt: skip
    needs.confirm(
        actor=clerk, place=place, title="楼道照明维修", topic="environment", beneficiaries=60, breadth=2, urgency=3,
        vulnerability=2, description="入户核实。", voices=[told_by_name],
    )  # fmt: skip


def _documents() -> None:
    """A district document that is still being written."""
    clerk, place = member("civil_affairs", "clerk"), Place.objects.get(level="district")
    version = documents.draft(
        actor=clerk, place=place, key="volunteer-measures", title="示例区志愿服务办法", short="志愿服务办法"
    )
    documents.edit(
        version,
        actor=clerk,
        title=version.title,
        style="articles",
        rows=[Row("article", planting.laden("总则。", None))],
    )


def _tenders() -> None:
    provider = member("social", "manager")
    open_now = Tender.objects.filter(state="published", bids_due__gt=clock.now()).order_by("pk")[0]
    tenders.ask(actor=provider, tender=open_now, text="服务点的面积是多少？")
    for cents, bidder in enumerate((provider, member("company", "manager")), start=37):
        offer = tenders.Offer(
            open_now.budget * Decimal("0.9") - Decimal(cents) / 100,
            "按采购需求开展服务，每月报送进展。",
            team="持证社工 3 名",
        )
        tenders.submit(actor=bidder, tender=open_now, offer=offer)
    judged = Tender.objects.filter(state="ranked").order_by("pk")[0]
    with rls.acting(of(judged.purchaser_id, "clerk")):
        bidder = Bid.objects.filter(tender=judged).order_by("pk")[0].organisation_id
    assert judged.opened_at is not None
    with clock.travelled(judged.opened_at + timedelta(days=1)):
        tenders.file_challenge(actor=of(bidder, "manager"), tender=judged, about="process", text="开标记录缺一页。")
    panel = Tender.objects.filter(state="reviewing").order_by("pk")[0]
    with rls.acting(of(panel.purchaser_id, "clerk")):
        seat = Seat.objects.filter(tender=panel, state="drawn").select_related("tender").order_by("number")[0]
    tenders.accept(seat, actor=of_person(seat.person_id))
    expert = member("expert_body", "expert")
    tenders.declare_tie(actor=expert, organisation=Organisation.objects.get(pk=bidder), nature="曾任顾问")


def _providers() -> None:
    place = Place.objects.get(code=SHOWN_TOWN)
    for serial, name in enumerate(("示例待审服务社（演示）", "示例退回服务社（演示）"), start=900):
        made = parties.register(
            name=name, kind="social", credit_code=credit_code(serial), place=place, contact_name="示例某",
            contact_phone=f"1380000{serial:04d}", password=Secret("溪边有十四个社区的早晨"), actor=Actor.public(),
        )  # fmt: skip
    bureau = member("civil_affairs", "clerk")
    parties.refuse(made, reason="证书名称不符", actor=bureau)
    parties.suspend(Organisation.objects.filter(kind="company").order_by("-pk")[0], reason="年检未通过", actor=bureau)


def _later_steps() -> None:
    project = Project.objects.filter(state="delivering").order_by("pk")[0]
    assert project.provider_id is not None
    records.add(
        actor=of(project.provider_id, "staff"), project=project, served_on=clock.today(), activity="示例活动",
        place="示例服务点", minutes=60, participants=9, staff="示例社工", evidence=[photo()],
    )  # fmt: skip
    _payment()
    followup = FollowUp.objects.filter(state="open").order_by("pk")[0]
    visiting.complain(followup, actor=of(followup.project.purchaser_id, "clerk"), text="居民反映服务点已关门。")
    task = Task.objects.filter(
        state="open", kind="duty", organisation__kind="town", role="clerk", due_at__lt=clock.now() + timedelta(days=9)
    )
    remind(actor=member("civil_affairs", "clerk"), task=task.order_by("pk")[0], note="请尽快办理并回复进展。")


def _payment() -> None:
    """A request that waits for its check, and a batch to look at."""
    milestone = Milestone.objects.filter(state="accepted", payments__isnull=True).order_by("pk")[0]
    manager = of(milestone.project.provider_id or 0, "manager")
    requests.request(
        milestone, actor=manager, amount=milestone.amount, invoice_number="20260617", invoice_on=clock.today()
    )
    cashier = member("finance", "clerk")
    PaymentBatch.objects.create(
        number="PC-2026-0001", count=1, total=Decimal(1), paid_at=clock.now(), paid_by_id=cashier.person_id
    )


def _parameters() -> None:
    """A proposal that was returned, and a street's notice of a moved deadline."""
    clerk, leader = member("civil_affairs", "clerk"), member("civil_affairs", "leader")
    returned = proposals.propose(
        actor=clerk, place=Place.objects.get(code="320117"), parameter="rectification.days", value=8,
        since=clock.today() + timedelta(days=30), clause="purchasing-measures/evaluation",
        reason="整改普遍提前完成，可以缩短期限。",
    )  # fmt: skip
    running = approvals.running(returned)
    assert running is not None
    approvals.send_back(running, actor=leader, opinion="请补充近两年的整改用时。")
    town = Organisation.objects.get(kind="town", place__code=SHOWN_TOWN)
    move = notices.Move("示例期限", "/inbox/", "2027-01-08", "2027-01-11", (town.pk, "clerk", None))
    notices.tell(year=2027, office=(town.pk, "clerk", None), moves=[move], actor=Actor.system())


def photo() -> ContentFile:  # type: ignore[type-arg]
    """A small picture, as a phone would send it."""
    sheet = BytesIO()
    Image.new("RGB", (8, 8), (120, 180, 90)).save(sheet, "PNG")
    return ContentFile(sheet.getvalue(), name="现场.png")
