"""Pages of documents: addresses that stay, the editor, the import, the desk, the comparison, who sees what."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from linli.foundations.parties.models import Person
from linli.foundations.parties.tests.factory import OTHER_TOWN, make_actor, make_organisation
from linli.foundations.rulebook.documents import actions, shelf
from linli.foundations.rulebook.documents.states import VersionState
from linli.foundations.rulebook.models import RuleComment, RuleVersion
from linli.foundations.rulebook.tests import documents as made
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import Event

pytestmark = pytest.mark.django_db
PUBLIC = "/public/rules/documents"


@pytest.fixture(autouse=True)
def _spring(settings: Any) -> Iterator[None]:
    settings.REQUIRE_MFA = False
    with made.at(made.BEGIN):
        yield


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def text_of(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return str(response.content.decode())


def test_every_clause_has_an_address_that_also_leads_to_older_versions() -> None:
    clerk = made.bureau()
    first = made.make_issued(clerk)
    with made.at(date(2026, 6, 1)):
        text = made.TEXT.replace("七个工作日", "五个工作日").replace("（二）困境儿童。", "")
        made.make_revised(first, text, number="示例民发〔2026〕9号", clerk=clerk)
    with made.at(date(2026, 9, 1)):
        visitor = Client()
        page = text_of(visitor.get(f"{PUBLIC}/shili-banfa/"))
        for anchor in ("ch1", "1", "2", "2i1", "ch2", "3"):
            assert f'id="c-{anchor}"' in page
        assert "五个工作日" in text_of(visitor.get(f"{PUBLIC}/shili-banfa/3/"))
        old = text_of(visitor.get(f"{PUBLIC}/shili-banfa/3/?version=1"))
        assert "七个工作日" in old
        assert "这是旧版" in old
        gone = text_of(visitor.get(f"{PUBLIC}/shili-banfa/2i2/"))
        assert "现行版本已没有这一条" in gone
        assert "困境儿童" in gone
        assert "困境儿童" in text_of(visitor.get(f"{PUBLIC}/shili-banfa/2/?version=1"))
        for path in ("99/", "2i2/?version=2", "?version=7", "3/?version=x"):
            assert visitor.get(f"{PUBLIC}/shili-banfa/{path}").status_code == 404
        paper = text_of(visitor.get(f"{PUBLIC}/shili-banfa/print/?version=1"))
        assert "示例民发〔2026〕3号" in paper
        compared = text_of(visitor.get(f"{PUBLIC}/shili-banfa/compare/"))
        assert "<del>七</del>" in compared
        assert "<ins>五</ins>" in compared
        assert "新版没有这一条" in compared
        assert visitor.get(f"{PUBLIC}/fund-measures/compare/").status_code == 404


def test_drafts_have_no_public_page_and_are_seen_by_those_who_may() -> None:
    street = made.street()
    made.make_draft(street, key="jiedao-shouce")
    assert Client().get(f"{PUBLIC}/jiedao-shouce/").status_code == 404
    assert Client().get("/rules/documents/").status_code == 302
    assert "编辑条款" in text_of(browser(street).get("/rules/documents/jiedao-shouce/"))
    for actor in (make_actor("town", "clerk", OTHER_TOWN), make_actor("social", "manager"), made.bureau()):
        client = browser(actor)
        assert client.get("/rules/documents/jiedao-shouce/").status_code == 404
        assert "jiedao-shouce" not in text_of(client.get("/rules/documents/"))
        assert client.get("/rules/documents/jiedao-shouce/edit/").status_code == 403
    supervisor = text_of(browser(make_actor("supervisor", "supervisor")).get("/rules/documents/jiedao-shouce/"))
    assert "编辑条款" not in supervisor
    assert "撤回草稿" not in supervisor


def test_the_list_holds_both_kinds_filters_and_exports() -> None:
    clerk = made.bureau()
    made.make_draft(clerk)
    client = browser(clerk)
    page = text_of(client.get("/rules/documents/"))
    assert "示例区服务标准办法（试行）" in page
    assert "tab=draft" in page
    only = text_of(client.get("/rules/documents/?level=national&q=政府采购法"))
    assert "示例区服务标准办法" not in only
    assert "没有符合条件的文件" in text_of(client.get("/rules/documents/?q=不存在的"))
    book = load_workbook(BytesIO(client.get("/rules/documents/?tab=draft&export=xlsx").content))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value]
    assert "示例区服务标准办法（试行）" in cells
    assert "政府采购法" not in " ".join(cells)


def test_a_document_is_begun_imported_and_corrected_by_its_lines() -> None:
    clerk = made.bureau()
    client = browser(clerk)
    new = {"title": "示例区助餐办法", "short": "助餐办法", "key": "zhucan", "level": "district", "role": "N"}
    assert client.post("/rules/documents/new/", new)["Location"] == "/rules/documents/zhucan/import/"
    wrong = "示例区助餐办法\n第一条 甲。\n第三条 乙。"
    page = text_of(client.post("/rules/documents/zhucan/import/", {"text": wrong, "do": "save"}))
    assert "第 3 行：序号不连续，应为“第二条”，写的是“第三条”" in page
    assert not RuleVersion.objects.get().clauses.exists()
    right = wrong.replace("第三条", "第二条")
    preview = text_of(client.post("/rules/documents/zhucan/import/", {"text": right, "do": "preview"}))
    assert "读到 2 个条款" in preview
    assert not RuleVersion.objects.get().clauses.exists()
    assert client.post("/rules/documents/zhucan/import/", {"text": right, "do": "save"}).status_code == 302
    assert list(RuleVersion.objects.get().clauses.values_list("key", "text")) == [("1", "甲。"), ("2", "乙。")]
    upload = SimpleUploadedFile("办法.txt", "第一条 丙。".encode())
    assert "丙。" in text_of(client.post("/rules/documents/zhucan/import/", {"file": upload, "do": "save"}))
    assert "只能从 .docx 或 .txt" in text_of(
        client.post(
            "/rules/documents/zhucan/import/", {"file": SimpleUploadedFile("办法.pdf", b"%PDF-"), "do": "preview"}
        )
    )


def sheet(rows: list[tuple[str, str, str]], do: str, **more: str) -> dict[str, str]:
    data = {
        "title": "示例区服务标准办法（试行）",
        "style": "articles",
        "note": "",
        "rows": str(len(rows)),
        "do": do,
        **more,
    }
    for place, (kind, text, key) in enumerate(rows):
        data |= {f"k-{place}": kind, f"t-{place}": text, f"x-{place}": key}
    return data


def test_the_editor_adds_moves_and_deletes_without_saving_and_saves_the_whole() -> None:
    clerk = made.bureau()
    version = made.make_draft(clerk)
    client, address = browser(clerk), "/rules/documents/shili-banfa/edit/"
    rows = [("article", "甲", "1"), ("article", "乙", "2")]
    events = Event.objects.count()
    moved = text_of(client.post(address, sheet(rows, "down-0")))
    assert moved.index(">乙</textarea>") < moved.index(">甲</textarea>")
    assert 'name="rows" value="3"' in text_of(client.post(address, sheet(rows, "add-0")))
    assert ">甲</textarea>" not in text_of(client.post(address, sheet(rows, "delete-0")))
    for nonsense in ("up-0", "down-1", "delete-9", "add-x", "fly-1"):
        assert client.post(address, sheet(rows, nonsense)).status_code == 200
    assert Event.objects.count() == events
    version.refresh_from_db()
    stale = client.post(address, sheet(rows, "save", version=str(version.version - 1)))
    assert "变动" in text_of(stale) or "刷新" in text_of(stale)
    assert client.post(address, sheet(rows, "save", version=str(version.version))).status_code == 302
    assert list(version.clauses.values_list("key", "label", "text")) == [("1", "第一条", "甲"), ("2", "第二条", "乙")]
    assert text_of(client.get(address)).count("<textarea") == 3


def test_the_verbs_of_a_document_are_offered_and_done_on_its_page() -> None:
    clerk, leader = made.bureau(), made.bureau("leader")
    made.make_draft(clerk)
    client, here = browser(clerk), "/rules/documents/shili-banfa"
    assert "公开征求意见" in text_of(client.get(f"{here}/"))
    short = client.post(f"{here}/do/consult/", {"until": clock.today().isoformat()})
    assert "不足 7 个工作日" in text_of(short, 422)
    until = clock.today() + timedelta(days=30)
    assert client.post(f"{here}/do/consult/", {"until": until.isoformat()}).status_code == 302
    visitor = Client()
    assert "正在征求意见" in text_of(visitor.get(f"{PUBLIC}/"))
    said = {"clause": "3", "content": "建议写明答复的方式。", "voice": "resident"}
    answer = text_of(visitor.post("/public/rules/consultations/shili-banfa/1/comment/", said))
    comment = RuleComment.objects.get()
    assert comment.number in answer
    assert comment.source
    page = "/public/rules/consultations/shili-banfa/1/"
    assert "建议写明答复的方式" not in text_of(visitor.get(page))
    assert client.post(f"/rules/comments/{comment.pk}/show/", {"version": "1"}).status_code == 302
    assert "建议写明答复的方式" in text_of(visitor.get(page))
    refused = client.post(f"/rules/comments/{comment.pk}/answer/", {"verdict": "adopted", "answer": ""})
    assert "错误：" in text_of(refused)
    given = {"verdict": "adopted", "answer": "已在第三条写明。"}
    assert browser(leader).post(f"/rules/comments/{comment.pk}/answer/", given).status_code == 403
    assert client.post(f"/rules/comments/{comment.pk}/answer/", given).status_code == 302
    assert "已在第三条写明" in text_of(visitor.get(page))
    with made.at(until + timedelta(days=1)):
        assert "已经截止" in text_of(visitor.get(page + "comment/"))
        client = browser(clerk)
        assert client.post(f"{here}/do/conclude/").status_code == 302
        assert client.post(f"{here}/do/submit/").status_code == 302
        made.approve_all(RuleVersion.objects.get())
        today = clock.today().isoformat()
        issue = {"number": "示例民发〔2026〕3号", "issued_on": today, "effective_on": today, "expires_on": "2027-04-01"}
        assert client.post(f"{here}/do/issue/", issue).status_code == 302
        assert "试行" in text_of(visitor.get(f"{PUBLIC}/shili-banfa/"))
        assert client.get(f"{here}/do/repeal/").status_code == 403
        assert "废止文件" in text_of(browser(leader).get(f"{here}/do/repeal/"))
    assert RuleVersion.objects.get().state == VersionState.ISSUED


def test_a_comment_with_a_phone_number_comes_back_with_what_was_typed() -> None:
    made.make_consulted()
    address = "/public/rules/consultations/shili-banfa/1/comment/"
    page = text_of(Client().post(address, {"content": "请打13900000117找我谈", "voice": "resident"}))
    assert "手机号" in page
    assert "请打13900000117找我谈" in page
    trapped = {"content": "建议写明答复的方式。", "voice": "resident", "homepage": "http://example.org"}
    assert "留空" in text_of(Client().post(address, trapped))
    assert not RuleComment.objects.exists()
    assert Client().get("/public/rules/consultations/shili-banfa/2/").status_code == 404


def test_comments_that_nobody_has_looked_over_are_seen_at_the_desk_alone() -> None:
    clerk = made.bureau()
    version = made.make_consulted(clerk)
    content = "这条意见还没有审看过。"
    actions.record_comment(actor=Actor.public(), draft=version, content=content)
    address = "/rules/documents/shili-banfa/comments/"
    assert content in text_of(browser(clerk).get(address))
    assert content in text_of(browser(make_actor("supervisor", "supervisor")).get(address))
    for actor in (
        made.street(),
        make_actor("finance"),
        make_actor("social", "manager"),
        make_actor("operator", "operator"),
    ):
        assert browser(actor).get(address).status_code == 403
    assert content not in text_of(Client().get("/public/rules/consultations/shili-banfa/1/"))


def test_an_office_comments_in_its_own_name_and_a_provider_like_any_visitor() -> None:
    made.make_consulted()
    address = "/public/rules/consultations/shili-banfa/1/comment/"
    finance = make_actor("finance")
    client = browser(finance)
    assert address in text_of(client.get("/rules/documents/shili-banfa/"))
    assert 'name="voice"' not in text_of(client.get(address))
    assert "意见已提交" in text_of(client.post(address, {"content": "建议明确资金来源。", "voice": "resident"}))
    provider = browser(make_actor("social", "manager"))
    assert "意见已提交" in text_of(provider.post(address, {"content": "建议明确资金来源。", "voice": "resident"}))
    found = RuleComment.objects.order_by("pk").values_list("voice", "speaker", "organisation_id")
    assert list(found) == [("office", finance.organisation_name, finance.organisation_id), ("resident", "", None)]


def test_attachments_are_hung_on_and_taken_off() -> None:
    clerk = made.bureau()
    version = made.make_draft(clerk)
    client, address = browser(clerk), "/rules/documents/shili-banfa/attach/"
    file = SimpleUploadedFile("附表.txt", "附表".encode())
    assert client.post(address, {"upload": file, "label": "附表一"}).status_code == 302
    page = text_of(client.get("/rules/documents/shili-banfa/"))
    assert "附表一" in page
    stored = actions.drafting.attachments(version).get()
    assert browser(make_actor("finance")).post(address, {"detach": str(stored.pk)}).status_code == 403
    assert client.post(address, {"detach": str(stored.pk)}).status_code == 302
    assert "附表一" not in text_of(client.get("/rules/documents/shili-banfa/"))


def test_search_pages_mark_the_hit() -> None:
    made.make_issued()
    for page in (
        Client().get("/public/rules/search/?q=质疑"),
        browser(make_actor("finance")).get("/rules/documents/search/?q=质疑"),
    ):
        found = text_of(page)
        assert "<mark>质疑</mark>" in found
        assert f"{PUBLIC}/shili-banfa/3/" in found
    escaped = text_of(Client().get("/public/rules/search/?q=<script>alert(1)</script>"))
    assert "<script>alert" not in escaped


def test_a_trial_that_has_ended_says_so() -> None:
    version = made.make_issued()
    assert version.expires_on is not None
    with made.at(version.expires_on + timedelta(days=1)):
        assert "试行期到" in text_of(Client().get(f"{PUBLIC}/shili-banfa/"))
        assert "试行期已满" in text_of(Client().get(f"{PUBLIC}/"))
        assert "试行期已满" in text_of(browser(made.bureau()).get("/rules/documents/?tab=expired"))


def test_a_repealed_document_names_what_took_its_place() -> None:
    version = made.make_issued()
    with made.at(date(2026, 6, 1)):
        leader = made.bureau("leader")
        actions.repeal(version, actor=leader, reason="由新办法替代。", on=date(2026, 6, 1), successor="fund-measures")
        page = text_of(Client().get(f"{PUBLIC}/shili-banfa/"))
        assert "废止：由新办法替代" in page
        assert shelf.find("fund-measures").title in page  # type: ignore[union-attr]
    assert make_organisation("civil_affairs").name
