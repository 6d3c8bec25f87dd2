"""The room's pages in the browser's place: each role opens what it may, forms run the verbs, refusals keep the input."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from linli.flow.s3_tenders import actions
from linli.flow.s3_tenders.models import Bid, Contract, Question, Seat, Sheet, Tender
from linli.flow.s3_tenders.tests.world import DUE, OPENED, PUBLISHED, REVIEWED, SETTLED, SIGNED, World
from linli.foundations.parties.models import Person
from linli.foundations.parties.signin import session  # noqa: F401  (stamps the session at sign-in)
from linli.kernel import clock, rls
from linli.kernel.actor import Actor

pytestmark = pytest.mark.django_db


def browser(actor: Actor) -> Client:
    client = Client()
    if actor.person_id is not None:
        client.force_login(Person.objects.get(pk=actor.person_id), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def shown(client: Client, path: str, **typed: Any) -> dict[str, Any]:
    """What the form on a page posts."""
    form = client.get(path).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "")} | typed


def test_the_draft_is_written_published_and_listed(world: World) -> None:
    project, clerk = world.project(), browser(world.clerk)
    with clock.travelled(PUBLISHED):
        page = f"/tenders/draft/{project.pk}/"
        assert "项目预算" in text(clerk, page)
        too_much = clerk.post(page, shown(clerk, page, requirements="助餐", price_weight="30"))
        assert "请减去 10 分" in too_much.content.decode()
        assert clerk.post(page, shown(clerk, page, requirements="助餐")).status_code == 302
        tender = Tender.objects.get()
        assert [one.weight for one in tender.criteria.all()] == [40, 20, 10, 10]
        edit = f"/tenders/{tender.pk}/edit/"
        assert clerk.post(edit, shown(clerk, edit, name_1="方案与计划")).status_code == 302
        publish = f"/tenders/{tender.pk}/publish/"
        early = clerk.post(publish, shown(clerk, publish, bids_due="2026-04-20T09:30"))
        assert "最早可定" in early.content.decode()
        assert clerk.post(publish, shown(clerk, publish, bids_due="2026-05-06T09:30")).status_code == 302
        assert tender.number in text(clerk, "/tenders/")
        assert "方案与计划" in text(browser(Actor.public()), f"/tenders/{tender.pk}/")


def test_a_provider_bids_gets_a_receipt_and_sees_nothing_of_others(world: World) -> None:
    tender = world.published()
    world.bid(tender, world.bidders[1], "277777")
    mine, page = browser(world.bidders[0]), f"/tenders/{tender.pk}/bid/"
    with clock.travelled(PUBLISHED):
        too_high = mine.post(page, shown(mine, page, amount="298000.01", plan="方案"))
        assert "超过最高限价" in too_high.content.decode()
        answer = mine.post(page, shown(mine, page, amount="281,234.56", plan="方案"))
        receipt = text(mine, answer["Location"])
        with rls.acting(world.bidders[0]):
            assert Bid.objects.get().receipt in receipt
        assert "281234.56" in text(mine, page)
        assert "HZ-" in text(mine, "/tenders/mine/")
        for other in (world.clerk, world.bidders[1], world.supervisor, Actor.public()):
            for path in (f"/tenders/{tender.pk}/", f"/tenders/{tender.pk}/opening/"):
                body = text(browser(other), path)
                assert "281,234.56" not in body
                assert world.bidders[0].organisation_name not in body
            assert browser(other).get(answer["Location"]).status_code in (302, 404)
        assert "已收到 2 份密封投标" in text(browser(Actor.public()), f"/tenders/{tender.pk}/opening/")


def test_before_the_opening_the_project_and_the_inboxes_name_no_bidder(world: World) -> None:
    tender = world.published()
    world.bid(tender, world.bidders[0], "281234.56")
    name = world.bidders[0].organisation_name
    with clock.travelled(PUBLISHED):
        paths = (
            f"/projects/{tender.project_id}/?show=all",
            f"/projects/{tender.project_id}/tender/",
            "/inbox/",
            "/tenders/",
        )
        for path in paths:
            assert name not in text(browser(world.clerk), path)
        assert name not in text(browser(world.supervisor), "/journal/")
    world.open(tender)
    with clock.travelled(OPENED):
        assert name in text(browser(world.supervisor), "/journal/")


def test_the_journal_names_no_member_before_the_result(world: World) -> None:
    tender = world.scored()
    members = {seat.person.name for seat in world.seats(tender)}
    with clock.travelled(REVIEWED):
        body = text(browser(world.supervisor), "/journal/?size=50")
        assert not [name for name in members if f">{name}<" in body]
    with clock.travelled(REVIEWED):
        actions.rank(tender, actor=world.clerk)
    world.announced(tender)
    with clock.travelled(SETTLED):
        assert "接受评审邀请" in text(browser(world.supervisor), "/journal/?size=50")


def test_questions_are_answered_from_the_page_without_a_name(world: World) -> None:
    tender = world.published()
    with clock.travelled(PUBLISHED):
        ask = f"/tenders/{tender.pk}/ask/"
        asker, clerk = browser(world.bidders[0]), browser(world.clerk)
        assert asker.post(ask, shown(asker, ask, text="是否接受联合体？")).status_code == 302
        page = f"/tenders/questions/{Question.objects.get().pk}/"
        assert clerk.post(page, shown(clerk, page, text="不接受。")).status_code == 302
        body = text(browser(Actor.public()), f"/tenders/{tender.pk}/")
        assert "不接受。" in body
        assert world.bidders[0].organisation_name not in body


def test_the_opening_page_leads_two_people_through_it(world: World) -> None:
    tender = world.published()
    for bidder, amount in zip(world.bidders, ("286400", "279500", "268800"), strict=True):
        world.bid(tender, bidder, amount)
    page = f"/tenders/{tender.pk}/opening/"
    with clock.travelled(DUE - timedelta(seconds=1)):
        assert "/opening/open/" not in text(browser(world.clerk), page)
    with clock.travelled(OPENED):
        assert browser(world.supervisor).post(f"{page}witness/").status_code == 302
        assert browser(world.bidders[0]).post(f"{page}open/").status_code == 302
        assert Tender.objects.get().opened_at is None
        assert browser(world.clerk).post(f"{page}open/").status_code == 302
        body = text(browser(Actor.public()), page)
    assert "268,800.00" in body
    assert world.bidders[0].organisation_name in body
    assert "有效 3 份" in body


def test_the_panel_is_drawn_answers_and_scores_on_its_pages(world: World) -> None:
    tender, clerk = world.opened(), browser(world.clerk)
    with clock.travelled(OPENED):
        draw = f"/tenders/{tender.pk}/panel/draw/"
        even = clerk.post(draw, shown(clerk, draw, size="6", review_on="2026-05-08"))
        assert "应为单数" in even.content.decode()
        assert clerk.post(draw, shown(clerk, draw, size="5", review_on="2026-05-08")).status_code == 302
        seats = world.seats(tender)
        stayed = browser(world.actor_of(seats[0]))
        decline = f"/tenders/seats/{seats[0].pk}/decline/"
        assert stayed.post(decline, shown(stayed, decline, reason="与投标人有业务往来。")).status_code == 302
        for seat in [one for one in world.seats(tender) if one.state == "drawn"]:
            member = browser(world.actor_of(seat))
            assert "接受并声明" in text(member, f"/tenders/{tender.pk}/review/")
            assert member.post(f"/tenders/seats/{seat.pk}/accept/").status_code == 302
        assert "名册指纹" in text(clerk, f"/tenders/{tender.pk}/panel/")
    with rls.acting(world.clerk):
        assert Seat.objects.filter(tender=tender, state="accepted").count() == 5
    _score_all(world, tender)
    with clock.travelled(REVIEWED):
        assert clerk.post(f"/tenders/{tender.pk}/rank/").status_code == 302
    assert Tender.objects.get().state == "ranked"


def _score_all(world: World, tender: Tender) -> None:
    with clock.travelled(REVIEWED):
        for seat in [one for one in world.seats(tender) if one.state == "accepted"]:
            member = browser(world.actor_of(seat))
            for bid in world.bids(tender):
                points = {f"bid{bid.pk}-points-{key}": "5" for key in world.points(tender)}
                over = member.post(f"/tenders/bids/{bid.pk}/score/", {**points, next(iter(points)): "51"})
                assert "最高 50 分" in over.content.decode()
                assert member.post(f"/tenders/bids/{bid.pk}/score/", points).status_code == 302
            assert "5.00 / 50" in text(member, f"/tenders/{tender.pk}/review/")
    assert Sheet.objects.count() == 15


def test_confirmation_announcement_and_contract_on_their_pages(world: World) -> None:
    tender = world.ranked()
    leader, clerk, winner = browser(world.leader), browser(world.clerk), browser(world.winner())
    with clock.travelled(REVIEWED):
        public = browser(Actor.public())
        assert "评审得分" not in text(public, f"/tenders/{tender.pk}/")
        assert "84.00" in text(leader, f"/tenders/{tender.pk}/confirm/")
        assert leader.post(f"/tenders/{tender.pk}/confirm/", {}).status_code == 302
        assert clerk.post(f"/tenders/{tender.pk}/announce/", {}).status_code == 302
        body = text(public, f"/tenders/{tender.pk}/")
        assert "中标人" in body
        assert "评审委员会" in body
    with clock.travelled(SETTLED):
        assert clerk.post(f"/tenders/{tender.pk}/settle/").status_code == 302
        page = f"/tenders/{tender.pk}/contract/"
        wrong = clerk.post(page, shown(clerk, page, splits="40/40"))
        assert "合计 80%" in wrong.content.decode()
        assert clerk.post(page, shown(clerk, page)).status_code == 302
        contract = Contract.objects.get()
        assert public.get(contract.get_absolute_url()).status_code == 403
        assert leader.post(f"{contract.get_absolute_url()}sign/").status_code == 302
        assert winner.post(f"{contract.get_absolute_url()}countersign/").status_code == 302
        assert clerk.post(f"{contract.get_absolute_url()}publish/").status_code == 302
        assert "贰拾陆万捌仟捌佰元整" in text(public, contract.get_absolute_url())
        paper = public.get(f"{contract.get_absolute_url()}paper/pdf/")
        assert paper.content.startswith(b"%PDF-")
        assert contract.number in text(clerk, f"/projects/{tender.project_id}/tender/")
    assert Contract.objects.get().state == "published"


def test_challenges_and_bonds_on_their_pages(world: World) -> None:
    tender = world.announced()
    with clock.travelled(SETTLED):
        loser, clerk = browser(world.bidders[0]), browser(world.clerk)
        page = f"/tenders/{tender.pk}/challenge/"
        assert loser.post(page, shown(loser, page, about="result", text="评分与标准不符。")).status_code == 302
        challenge = tender.challenges.get()
        assert browser(world.bidders[1]).get(challenge.get_absolute_url()).status_code == 403
        answer = f"{challenge.get_absolute_url()}answer/"
        assert clerk.post(answer, shown(clerk, answer, upheld="no", text="经复核符合标准。")).status_code == 302
        assert "质疑不成立" in text(loser, challenge.get_absolute_url())
        assert text(clerk, f"/tenders/{tender.pk}/").count("退还投标保证金") == 2
        lost = next(bid for bid in world.bids(tender) if bid.rank == 2)
        assert clerk.post(f"/tenders/bids/{lost.pk}/bond/").status_code == 302
        assert text(clerk, f"/tenders/{tender.pk}/").count("退还投标保证金") == 1


def test_failing_and_cancelling_ask_for_a_public_reason(world: World) -> None:
    leader, tender = browser(world.leader), world.drawn()
    with clock.travelled(OPENED):
        fail = f"/tenders/{tender.pk}/fail/"
        assert leader.post(fail, shown(leader, fail)).status_code == 422
        assert leader.post(fail, shown(leader, fail, reason="出现影响公正的行为。")).status_code == 302
        assert "出现影响公正的行为" in text(browser(Actor.public()), f"/tenders/{tender.pk}/")
        assert "编制招标文件" in text(browser(world.clerk), f"/projects/{tender.project_id}/tender/")


def test_ties_are_declared_by_experts_only(world: World) -> None:
    expert = browser(world.experts[0])
    page = "/tenders/ties/"
    typed = shown(expert, page, organisation=world.bidders[0].organisation_id, nature="持股")
    assert expert.post(page, typed).status_code == 302 or "已申报" in text(expert, page)
    assert "持股" in text(expert, page)
    assert browser(world.clerk).get(page).status_code == 403


def test_drafts_and_strangers(world: World) -> None:
    tender = world.drafted()
    for actor, status in ((world.clerk, 200), (world.leader, 200), (world.supervisor, 200), (world.other_clerk, 403),
                          (world.bidders[0], 403), (Actor.public(), 403)):  # fmt: skip
        assert browser(actor).get(f"/tenders/{tender.pk}/").status_code == status
    assert browser(world.bidders[0]).get(f"/tenders/{tender.pk}/publish/").status_code == 403
    assert browser(Actor.public()).get(f"/tenders/{tender.pk}/publish/").status_code == 302
    assert browser(world.experts[0]).get(f"/tenders/{tender.pk}/review/").status_code == 403


def test_the_page_of_a_tender_costs_few_statements(world: World, django_assert_max_num_queries: Any) -> None:
    tender = world.announced()
    with clock.travelled(SIGNED), django_assert_max_num_queries(45):
        browser(Actor.public()).get(f"/tenders/{tender.pk}/")
