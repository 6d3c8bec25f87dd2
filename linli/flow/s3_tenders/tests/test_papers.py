"""Notice, result and contract on paper: who gets them, when, and what they say."""

import pytest
from django.test import Client

from linli.flow.s3_tenders.tests.test_pages import browser
from linli.flow.s3_tenders.tests.world import PUBLISHED, SETTLED, SIGNED, World
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import Event
from linli.ui.tests.papers import seal, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    return browser(Actor.public())


def test_the_notice_is_for_everybody_once_it_is_published(world: World, visitor: Client) -> None:
    tender = world.drafted(world.project())
    address = f"/tenders/{tender.pk}/notice/docx/"
    assert visitor.get(address).status_code in (302, 403)
    assert browser(world.bidders[0]).get(address).status_code == 403
    assert "（草稿）" in words_of(browser(world.clerk).get(address))
    tender = world.published(tender)
    wanted = [f"{tender.purchaser}文件", tender.number, "大写：", *seal(tender, "tenders.tender:publish")]
    with clock.travelled(PUBLISHED):
        text = words_of(visitor.get(address))
    assert [one for one in wanted if one not in text] == []
    assert "草稿" not in text


def test_there_is_no_result_before_its_announcement(world: World, visitor: Client) -> None:
    ranked = world.ranked()
    for client in (visitor, browser(world.clerk), browser(world.supervisor)):
        assert client.get(f"/tenders/{ranked.pk}/result/docx/").status_code == 404
        assert client.get(f"/tenders/{ranked.pk}/result/pdf/").status_code == 404
    tender = world.announced(ranked)
    proof = seal(tender, "tenders.award:announce")
    with clock.travelled(SETTLED):
        text = words_of(visitor.get(f"/tenders/{tender.pk}/result/docx/"))
        page = visitor.get(f"/tenders/{tender.pk}/").content.decode()
    assert tender.winner is not None
    wanted = [str(tender.winner.organisation), tender.letter_number, "质疑", *proof]
    assert [one for one in wanted if one not in text] == []
    assert f"/tenders/{tender.pk}/result/pdf/" in page


def test_the_contract_is_for_its_sides_until_it_is_signed(world: World, visitor: Client) -> None:
    contract = world.contract()
    address = f"/tenders/contracts/{contract.pk}/paper/docx/"
    assert visitor.get(address).status_code in (302, 403)
    assert "（未签订）" in words_of(browser(world.clerk).get(address))
    signed = world.signed(contract)
    wanted = [f"合同编号：{signed.number}", "元整", "甲方（采购人）：", *seal(signed, "tenders.contract:countersign")]
    with clock.travelled(SIGNED):
        text = words_of(visitor.get(address))
    assert [one for one in wanted if one not in text] == []
    assert "未签订" not in text


def test_looking_at_paper_writes_nothing(world: World, visitor: Client) -> None:
    tender = world.published()
    before = Event.objects.count()
    with clock.travelled(PUBLISHED):
        answer = visitor.get(f"/tenders/{tender.pk}/notice/pdf/")
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("inline")
    assert Event.objects.count() == before
