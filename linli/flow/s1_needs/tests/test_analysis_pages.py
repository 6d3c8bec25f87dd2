"""Pages of suggestions, rules, rounds and the map: opened and used by those who may, refused to those who may not."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from linli.flow.s1_needs import actions
from linli.flow.s1_needs.models import MappingRule, Need, NeedsList, NeedSuggestion
from linli.flow.s1_needs.tests.factory import make_listed_need, make_need
from linli.flow.s1_needs.tests.test_mapping import RULE, sent
from linli.flow.s1_needs.tests.test_mapping import form as form
from linli.flow.s1_needs.tests.test_pages import browser, key_of, opened
from linli.flow.s1_needs.tests.test_pages import one_factor as one_factor
from linli.flow.s1_needs.tests.test_suggestions import a_suggestion, figures, heard
from linli.foundations.catalogue.tests.factory import make_first_batch
from linli.foundations.forms import actions as forms
from linli.foundations.forms import library
from linli.foundations.forms.models import Form
from linli.foundations.parties.tests.factory import COMMUNITY, TOWN, make_actor, make_place
from linli.kernel import clock

pytestmark = pytest.mark.django_db


def test_a_search_is_ordered_and_what_it_found_is_accepted_by_pages() -> None:
    figures("400")
    heard()
    client = browser(make_actor("community"))
    page = opened(client, "run_new")
    today = clock.today()
    typed = {
        "place": make_place(COMMUNITY).pk, "sources": ["voices", "statistics"], "since": today - timedelta(days=30),
        "until": today, "idempotency_key": key_of(page),
    }  # fmt: skip
    gone = client.post(reverse("needs:run_new"), typed)
    assert gone.status_code == 302
    found = client.get(gone["Location"]).content.decode()
    one = NeedSuggestion.objects.filter(source="voices")[0]
    assert one.title in found
    shown = opened(client, "suggestion", one.pk)
    assert one.basis in shown
    assert "建议" in shown
    accepting = opened(client, "suggestion_accept", one.pk)
    assert one.title in accepting
    words = {
        "title": "高龄独居老人助餐", "topic": "elderly", "beneficiaries": 30, "breadth": 4, "urgency": 4, "vulnerability": 4,
        "gap": 5, "basis": one.basis, "catalogue_code": "", "idempotency_key": key_of(accepting), "version": one.version,
    }  # fmt: skip
    assert client.post(reverse("needs:suggestion_accept", args=[one.pk]), {**words, "gap": 6}).status_code == 422
    made = client.post(reverse("needs:suggestion_accept", args=[one.pk]), words)
    assert made["Location"] == Need.objects.get().get_absolute_url()
    assert client.get(reverse("needs:suggestion_accept", args=[one.pk])).status_code == 302


def test_several_are_chosen_in_the_list_and_declined_with_one_reason() -> None:
    one = a_suggestion()
    client = browser(make_actor("community"))
    assert f'name="chosen" value="{one.pk}"' in opened(client, "suggestion_list")
    address = reverse("needs:suggestion_decline_many")
    assert one.title in client.get(address, {"chosen": one.pk}).content.decode()
    assert client.post(address, {"chosen": one.pk, "reason": "不"}).status_code == 422
    assert client.post(address, {"chosen": one.pk, "reason": "新中心下月启用"})["Location"] == reverse(
        "needs:suggestion_list"
    )
    one.refresh_from_db()
    assert one.state == "declined"
    elsewhere = browser(make_actor("town", place="320117100"))
    assert client.get(reverse("needs:suggestion", args=[one.pk])).status_code == 200
    assert elsewhere.get(reverse("needs:suggestion", args=[one.pk])).status_code == 403
    assert elsewhere.post(address, {"chosen": one.pk, "reason": "新中心下月启用"}).status_code == 422


@pytest.mark.parametrize("name", ["suggestion_accept", "suggestion_attach", "suggestion_decline"])
@pytest.mark.parametrize(
    ("kind", "role"), [("supervisor", "supervisor"), ("social", "manager"), ("department", "clerk")]
)
def test_others_do_not_open_the_decisions(name: str, kind: str, role: str) -> None:
    one = a_suggestion()
    assert browser(make_actor(kind, role)).get(reverse(f"needs:{name}", args=[one.pk])).status_code == 403


def test_attached_and_declined_by_pages() -> None:
    one, need = a_suggestion(), make_need()
    client = browser(make_actor("community"))
    assert need.number in opened(client, "suggestion_attach", one.pk)
    client.post(reverse("needs:suggestion_attach", args=[one.pk]), {"need": need.pk, "version": one.version})
    one.refresh_from_db()
    assert (one.state, one.need_id) == ("attached", need.pk)


def test_a_meeting_is_recorded_and_shown() -> None:
    client = browser(make_actor("community"))
    opened(client, "deliberation_new")
    typed = {
        "place": make_place(COMMUNITY).pk, "held_on": clock.today(), "participants": 20, "supporters": 15,
        "title": "老人助餐点", "topic": "elderly", "minutes": "二十人到会，逐项讨论后表决。",
    }  # fmt: skip
    gone = client.post(reverse("needs:deliberation_new"), typed)
    one = NeedSuggestion.objects.get()
    assert gone["Location"] == one.get_absolute_url()
    assert one.deliberation is not None
    assert "逐项讨论" in opened(client, "deliberation", one.deliberation.pk)


def test_rules_are_read_in_words_and_written_by_the_bureau(form: Form) -> None:
    bureau, town = browser(make_actor("civil_affairs")), browser(make_actor("town"))
    assert form.title in opened(town, "mappings")
    assert "选了" in opened(town, "mapping", form.form_id)
    assert town.get(reverse("needs:mapping_edit", args=[form.form_id, "meal"])).status_code == 403
    assert "meal 助餐送餐" in opened(bureau, "mapping_edit", form.form_id, "meal")
    address = reverse("needs:mapping_edit", args=[form.form_id, "meal"])
    assert bureau.post(address, {**RULE, "condition": "${unheard} = 1"}).status_code == 422
    assert bureau.post(address, {**RULE, "active": "on"}).status_code == 302
    assert MappingRule.objects.get().title == RULE["title"]
    assert bureau.get(reverse("needs:mapping_edit", args=[form.form_id, "unheard"])).status_code == 404
    opened(bureau, "mapping_new", form.form_id)


def test_a_search_says_which_answers_no_rule_reads() -> None:
    bureau = make_actor("civil_affairs")
    book = library.workbook("household_needs", form_id="own_needs", title="本街道问卷")
    form = forms.publish(forms.upload(actor=bureau, workbook=book, purpose="needs"), actor=bureau).form
    sent(form, "meal", approved=False)
    today = clock.today()
    place, clerk = make_place(COMMUNITY), make_actor("community")
    asked = {"place": place, "sources": ["answers"], "since": today - timedelta(days=1), "until": today}
    run = actions.order(actor=clerk, **asked)
    assert "本街道问卷" not in opened(browser(clerk), "run", run.pk)
    sent(form, "meal")
    assert "请区民政局编写规则" in opened(browser(clerk), "run", run.pk)
    assert reverse("needs:mapping", args=["own_needs"]) in opened(browser(bureau), "run", run.pk)
    actions.write_rule(actor=bureau, form=form, **RULE)
    assert "本街道问卷" not in opened(browser(clerk), "run", run.pk)


def test_an_item_is_taken_with_one_press() -> None:
    make_first_batch()
    need = make_need()
    client = browser(make_actor("community"))
    assert "把握" in opened(client, "need", need.pk)
    client.post(reverse("needs:need_classify", args=[need.pk]), {"catalogue_code": "A0102", "version": need.version})
    need.refresh_from_db()
    assert need.catalogue_code == "A0102"
    assert client.get(reverse("needs:need_classify", args=[need.pk])).status_code == 405
    assert "已采用" in opened(client, "need", need.pk)


def two_rounds() -> tuple[NeedsList, NeedsList]:
    clerk, year = make_actor("community"), clock.today().year
    kept, gone = make_need(clerk, title="留下的需求"), make_need(clerk, title="走了的需求", breadth=1)
    first = actions.publish_list(actor=clerk, place=kept.place, year=year, round=1)
    actions.adopt(Need.objects.get(pk=gone.pk), actor=make_actor("town"))
    make_need(clerk, title="新来的需求", urgency=5, breadth=5)
    return first, actions.publish_list(actor=clerk, place=kept.place, year=year, round=2)


def test_rounds_are_compared_on_the_page_in_excel_and_in_public() -> None:
    first, second = two_rounds()
    client = browser(make_actor("community"))
    page = opened(client, "list_compare", second.pk)
    for words in ("新来的需求", "走了的需求", "新增", "已立项办理", "降 1 位"):
        assert words in page
    assert "没有更早的一轮" in opened(client, "list_compare", first.pk)
    sheet = client.get(reverse("needs:list_compare", args=[second.pk]), {"export": "xlsx"})
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert {row[0] for row in rows[-3:]} == {"新增", "下降", "已立项办理"}
    public = client.get(reverse("portal:needs-compare", args=[second.pk])).content.decode()
    assert "走了的需求" in public
    assert "/needs/" not in public.split("<main", 1)[1].split("</main", 1)[0].replace("/public/needs/", "")


def test_a_list_says_how_steady_its_ranks_are_and_how_they_come_about() -> None:
    _first, second = two_rounds()
    client = browser(make_actor("community"))
    page = opened(client, "list", second.pk)
    assert "排名稳" in page
    assert "权重：涉及面 30，紧迫性 25，困难程度 25，缺口 20" in page
    explained = opened(client, "index")
    assert "涉及面 40，紧迫性 30，困难程度 30" in explained
    assert "排名稳" in client.get(reverse("portal:needs-list", args=[second.pk])).content.decode()


def test_the_map_counts_open_needs_by_town_and_field() -> None:
    make_listed_need()
    make_place(TOWN)
    make_need(title="还没有公布")
    client = browser(make_actor("town"))
    page = opened(client, "map")
    assert f"?town={TOWN}&amp;topic=elderly" in page
    assert "养老服务 1 项，平均优先指数 86.00" in page
    public: Any = client.get(reverse("portal:needs-map")).content.decode()
    assert "平均优先指数 86.00" in public
