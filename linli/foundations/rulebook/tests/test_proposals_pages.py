"""Pages of parameters, proposals and decisions: who sees them, and that they count right."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from linli.foundations.parties.models import Person
from linli.foundations.parties.tests.factory import OTHER_TOWN, make_actor, make_place
from linli.foundations.rulebook import applied, book
from linli.foundations.rulebook.models import Proposal
from linli.foundations.rulebook.uses import uses
from linli.foundations.rulebook.web.table_fields import RowsField
from linli.kernel import approvals, clock, journal, year_cache
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.models import CalendarYear, Event

pytestmark = pytest.mark.django_db
MARCH = timezone.make_aware(datetime(2026, 3, 5, 9))
ASKED = {
    "value": "25", "since": "2026-05-01", "clause": "purchasing-measures/methods", "supersedes": "",
    "reason": "本区项目编制时间普遍不足，延长编制期限。",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _march(settings: Any) -> Iterator[None]:
    settings.REQUIRE_MFA = False
    book.kept.forget()
    year_cache.years.forget()
    with clock.travelled(MARCH):
        yield
    book.kept.forget()
    year_cache.years.forget()


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


@pytest.fixture
def clerk() -> Actor:
    make_actor("finance", "leader")
    make_place("320117")
    return make_actor("civil_affairs", "clerk")


def proposed(clerk: Actor, **more: Any) -> Proposal:
    answer = client_of(clerk).post("/rules/tender.bid_days/propose/", {**ASKED, **more})
    assert answer.status_code == 302
    return Proposal.objects.latest("pk")


def test_the_form_proposes_and_its_checks_say_what_stands_against_it(clerk: Actor) -> None:
    client = client_of(clerk)
    shown = client.get("/rules/tender.bid_days/propose/").content.decode()
    assert "上位规定为 20 日，只能等于或高于它" in shown
    live = client.post("/rules/tender.bid_days/check/320117/", {**ASKED, "value": "19"}).content.decode()
    assert "19 日 宽于上位规定的 20 日" in live
    assert not Event.objects.exists()
    refused = client.post("/rules/tender.bid_days/propose/", {**ASKED, "value": "19"})
    assert refused.status_code == 422
    assert "宽于上位规定" in refused.content.decode()
    proposal = proposed(clerk)
    page = client.get(f"/rules/proposals/{proposal.pk}/").content.decode()
    for words in ("25 日", "区民政局审批", "区财政局会签", "撤回提议"):
        assert words in page
    assert (
        "修改参数" in client.get("/rules/proposals/").content.decode()
        or proposal.title in client.get("/rules/proposals/").content.decode()
    )


@pytest.mark.parametrize("name", sorted(book.base().parameters))
def test_every_parameter_can_be_proposed_by_its_form(clerk: Actor, name: str) -> None:
    page = client_of(clerk).get(f"/rules/{name}/propose/")
    assert page.status_code == 200
    assert book.parameter(name).title in page.content.decode()


def test_tables_are_filled_in_by_their_shape(clerk: Actor) -> None:
    client = client_of(clerk)
    weights = {**ASKED, "cell_breadth": "30.5", "cell_urgency": "30", "cell_vulnerability": "39.5"}
    assert client.post("/rules/needs.weights/propose/", weights).status_code == 302
    assert Proposal.objects.get(parameter="needs.weights").value["breadth"] == Decimal("30.5")
    assert client.post("/rules/payment.splits/propose/", {**ASKED, "cell_list": "30，40，30"}).status_code == 302
    assert Proposal.objects.get(parameter="payment.splits").value == [30, 40, 30]
    chain = "采购人审核 | purchaser | leader | 0\n区财政局审批 | finance | leader | 300000"
    assert client.post("/rules/approvals.project/propose/", {**ASKED, "cell_rows": chain}).status_code == 302
    assert Proposal.objects.get(parameter="approvals.project").value[1] == {
        "title": "区财政局审批", "kind": "finance", "role": "leader", "from": 300000,
    }  # fmt: skip
    bad = client.post("/rules/approvals.project/propose/", {**ASKED, "cell_rows": "甲 | 乙 | 丙 | 0 | 多"})
    assert "第 1 行有 5 格" in bad.content.decode()


def test_rows_come_back_as_they_were_typed() -> None:
    field = RowsField(["title", "from"], {"from"})
    assert field.clean(field.prepare_value([{"title": "甲", "from": 5}, {"title": "乙"}])) == [
        {"title": "甲", "from": 5}, {"title": "乙"},
    ]  # fmt: skip


def test_who_may_open_proposals(clerk: Actor) -> None:
    proposal = proposed(clerk)
    provider = client_of(make_actor("social", "manager"))
    for path in ("/rules/proposals/", f"/rules/proposals/{proposal.pk}/", "/rules/tender.bid_days/propose/"):
        assert provider.get(path).status_code == 403
        assert Client().get(path).status_code == 302
    leader = client_of(make_actor("civil_affairs", "leader"))
    assert leader.post(f"/rules/proposals/{proposal.pk}/withdraw/").status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "in_approval"
    assert leader.get(f"/rules/proposals/{proposal.pk}/correct/").status_code == 403


def test_another_towns_proposal_is_seen_by_its_own_town_and_the_district_until_it_is_decided(clerk: Actor) -> None:
    town = make_actor("town", "clerk")
    make_actor("town", "leader")
    answer = client_of(town).post("/rules/voice.answer_days/propose/", {**ASKED, "value": "6"})
    assert answer.status_code == 302
    proposal = Proposal.objects.get()
    here, page = f"/rules/proposals/{proposal.pk}/", "/rules/voice.answer_days/"
    other = client_of(make_actor("town", "clerk", OTHER_TOWN))
    for way in (here, f"{here}correct/"):
        assert other.get(way).status_code == 404
    assert other.post(f"{here}withdraw/").status_code == 404
    assert proposal.get_absolute_url() not in other.get("/rules/proposals/").content.decode()
    assert proposal.get_absolute_url() not in other.get(page).content.decode()
    district = [
        make_actor(kind, role)
        for kind, role in (("civil_affairs", "clerk"), ("finance", "leader"), ("supervisor", "supervisor"))
    ]
    for actor in (town, *district):
        assert client_of(actor).get(here).status_code == 200
        assert proposal.get_absolute_url() in client_of(actor).get("/rules/proposals/").content.decode()
    while (running := approvals.running(proposal)) is not None:
        step = running.current_step
        assert step is not None
        approvals.approve(running, actor=make_actor(organisation=step.organisation, role=step.role))
    assert other.get(here).status_code == 200
    assert proposal.get_absolute_url() in other.get("/rules/proposals/").content.decode()


def test_a_decision_shows_its_days_values_and_what_would_apply_today(clerk: Actor) -> None:
    proposal = proposed(clerk)
    leader, treasurer = make_actor("civil_affairs", "leader"), make_actor("finance", "leader")
    for actor in (leader, treasurer):
        running = approvals.running(proposal)
        assert running is not None
        approvals.approve(running, actor=actor)
    journal.sequence()
    event = Event.objects.get(verb="rulebook.proposal:propose")
    inside = client_of(clerk).get(f"/rules/decisions/{event.pk}/").content.decode()
    assert "参数修改审批链" in inside
    assert client_of(make_actor("social", "manager")).get(f"/rules/decisions/{event.pk}/").status_code == 404
    assert Client().get(f"/rules/decisions/{event.pk}/").status_code == 302
    public = Event.objects.get(verb="rulebook.parameter:change")
    assert Client().get(f"/public/rules/decisions/{public.journal_position.position}/").status_code == 200
    hidden = Client().get(f"/public/rules/decisions/{event.journal_position.position}/")
    assert hidden.status_code == 404


def test_refusals_are_counted_by_the_parameter_that_caused_them(clerk: Actor) -> None:
    for _time in range(2):
        with pytest.raises(Refusal):
            _too_short(clerk)
    assert applied.stopped("approvals.rule_parameter").count() == 0
    with pytest.raises(Refusal), clock.travelled(MARCH.replace(month=4)):
        _too_short(clerk)
    found = applied.stopped("tender.bid_days")
    assert [(str(month), count) for month, count in applied.by_month(found)] == [("2026-03-01", 2), ("2026-04-01", 1)]
    page = client_of(clerk).get("/rules/tender.bid_days/").content.decode()
    assert "共 3 次" in page
    assert "/rules/decisions/" in page
    outsider = client_of(make_actor("social", "manager")).get("/rules/tender.bid_days/").content.decode()
    assert "共 3 次" in outsider
    assert "/rules/decisions/" not in outsider


def _too_short(clerk: Actor) -> None:
    """Any action that asks for fewer days than the parameter; here a proposal's own check stands in with its clause."""
    from linli.kernel.actions import registry
    from linli.kernel.permissions import grant, signed_in

    name = "rulebook.trial:shorten"
    if name not in registry:
        from linli.kernel.actions import action

        @action(name, "试短")
        def shorten(*, actor: Actor) -> None:
            book.at_least("tender.bid_days", 3, what="期限")

        grant(name, signed_in)
    registry[name](actor=clerk)


@pytest.fixture(autouse=True, scope="module")
def _trial_is_taken_back() -> Iterator[None]:
    yield
    import rules

    from linli.kernel.actions import registry

    if registry.pop("rulebook.trial:shorten", None) is not None:
        rules.remove_perm("rulebook.trial:shorten")


def test_the_code_says_which_verbs_apply_a_parameter() -> None:
    found = {use.room: use.verbs for use in uses("tender.bid_days") if use.verbs}
    assert "tenders.tender:publish" in found["tenders"]
    assert [use.verbs for use in uses("voice.answer_days") if use.file == "actions/voices.py"] == [
        ("needs.voice:record",)
    ]


def test_the_list_filters_by_level_group_and_change(clerk: Actor) -> None:
    client = client_of(clerk)
    district = client.get("/rules/?level=district").content.decode()
    assert "/rules/wage.ceiling_percent/" in district
    assert "/rules/tender.bid_days/" not in district
    panel = client.get("/rules/?group=panel").content.decode()
    assert "/rules/panel.min_size/" in panel
    assert "/rules/tender.bid_days/" not in panel
    changed = client.get("/rules/?since=2021-01-01").content.decode()
    assert "/rules/intention.days/" in changed
    assert "/rules/tender.bid_days/" not in changed


def test_a_year_is_imported_or_comes_back_with_its_rows(clerk: Actor) -> None:
    client = client_of(clerk)

    def send(text: str, **more: str) -> Any:
        upload = SimpleUploadedFile("2027.csv", text.encode(), content_type="text/csv")
        return client.post("/rules/calendar/import/?year=2027", {"file": upload, **more})

    bad = send("日期,安排,名称\n2027-13-01,放假,元旦\n2027-01-02,休息,\n")
    assert bad.status_code == 422
    assert "“2027-13-01”不是日期" in bad.content.decode()
    assert not CalendarYear.objects.exists()
    assert send("日期,安排,名称\n2027-01-01,放假,元旦\n2027-01-02,上班,调休\n", source="示例通知").status_code == 302
    assert CalendarYear.objects.get(year=2027).announced
    table = client.get("/rules/calendar/template/?year=2027")
    from openpyxl import load_workbook

    rows = list(load_workbook(BytesIO(table.content)).worksheets[0].iter_rows(values_only=True))
    assert ("2027-01-02", "上班", "调休") in rows
    assert client_of(make_actor("town", "clerk")).get("/rules/calendar/import/").status_code == 403
