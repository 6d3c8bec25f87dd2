"""Catalogue and admission: records in the states that the demo leaves out, so that every page's verb is tried."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from linli.foundations.admission import actions as admissions
from linli.foundations.admission.models import Admission
from linli.foundations.admission.rules import ShareLine
from linli.foundations.catalogue import actions as catalogue
from linli.foundations.catalogue.values import ItemValues
from linli.foundations.parties.actors import actor_for
from linli.foundations.parties.models import Membership, Organisation
from linli.foundations.places.models import Place
from linli.kernel import approvals, clock
from linli.kernel.actor import Actor
from linli.kernel.models.subject import Subject

SERVICE: dict[str, Any] = {
    "name": "示例邻里共享工具屋", "field_code": "C02", "content": "工具借用登记和维护。", "why": "居民多次提出共享工具的需求。",
    "unit": "点·年", "price_from": Decimal(2000), "price_to": Decimal(6000), "basis": "比照活动室运营成本测算",
    "served": ["everyone"],
}  # fmt: skip


def tell(member: Any) -> None:
    """`member` finds an actor by kind and role, see `world`."""
    bureau = member("civil_affairs", "clerk")
    _catalogue(bureau, member)
    _admission(bureau, member)
    _reports(bureau, member)


def decided(record: Subject) -> None:
    """Every office of the running chain agrees."""
    while (running := approvals.running(record)) is not None:
        step = running.current_step
        assert step is not None
        found = Membership.objects.filter(organisation_id=step.organisation_id, role=step.role)
        first = found.select_related("person", "organisation__place").order_by("pk")[0]
        approvals.approve(running, actor=actor_for(first))
    record.refresh_from_db()


def _catalogue(bureau: Actor, member: Any) -> None:
    batch = catalogue.draft(actor=bureau, title="示例待发布批次")
    item = ItemValues(
        code="A0190", name="示例新服务", section_code="A", section="公益服务", field_code="A01", field="养老服务",
        unit="人次", price_from=Decimal(10), price_to=Decimal(20),
    )  # fmt: skip
    catalogue.put_item(batch, actor=bureau, item=item)
    catalogue.submit(batch, actor=bureau)
    decided(batch)
    clerk = member("town", "clerk")
    catalogue.apply(actor=clerk, **SERVICE)
    approved = catalogue.apply(actor=clerk, **{**SERVICE, "name": "示例楼道图书角"})
    catalogue.submit_supplement(approved, actor=clerk)
    decided(approved)


def _admission(bureau: Actor, member: Any) -> None:
    clerk = member("department", "clerk")
    for title in ("示例草稿事项", "示例待列事项"):
        made = _applied(clerk, title)
    admissions.submit(made, actor=clerk)
    for opinion in made.opinions.filter(state="asked"):
        voice = Membership.objects.filter(organisation=opinion.organisation, role="clerk")
        first = voice.select_related("person", "organisation__place").order_by("pk")[0]
        admissions.give_opinion(opinion, actor=actor_for(first), stance="agree")
    decided(made)


def _applied(clerk: Actor, title: str) -> Admission:
    until = clock.today() + timedelta(days=100)
    made = admissions.apply(
        actor=clerk, title=title, content="示例工作内容。", legal_basis="示例依据文件", since=clock.today(), until=until
    )
    place = Place.objects.filter(pk__in=Organisation.objects.filter(kind="community").values("place_id"))[0]
    lines = [ShareLine(place.pk, year, Decimal(1000), 0, 10) for year in {clock.today().year, until.year}]
    return admissions.attach(made, actor=clerk, lines=lines)


def _reports(bureau: Actor, member: Any) -> None:
    department = member("department", "clerk")
    community = member("community", "clerk")
    for title in ("示例已答复反映", "示例已认定反映"):
        report = admissions.file(
            actor=community,
            department=Organisation.objects.get(pk=department.organisation_id),
            title=title,
            what="要求社区代填表格。",
            occurred_on=clock.today(),
        )
        admissions.answer(report, actor=department, kind="withdraw", text="任务已经收回")
    admissions.decide(report, actor=bureau, outcome="unadmitted", reason="没有准入文件")
