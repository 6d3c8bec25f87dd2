"""The columns of a list: chosen by each person for himself, kept, followed by the export, and never more than there are."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client

from linli.flow.s4_delivery.tests.browsing import browser
from linli.flow.thread import spine
from linli.flow.thread.web.lists import ProjectTable
from linli.foundations.parties.tests import factory
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal
from linli.ui import columns
from linli.ui.models import ListColumns

LIST = "/projects/"


@pytest.fixture
def clerk(db: Any) -> Actor:
    town = factory.make_organisation("town")
    spine.open_project(title="示例社区助餐", purchaser=town, place=town.place)
    return factory.make_actor("town", "clerk")


def heads(client: Client, query: str = "") -> list[str]:
    return [str(column.header) for column in client.get(f"{LIST}{query}").context["table"].columns]


def test_without_a_choice_the_usual_columns_are_shown(clerk: Actor) -> None:
    shown = heads(browser(clerk))
    assert shown[0] == "项目名称"
    assert "下一期限" in shown
    assert "采购方式" not in shown
    assert len(shown) <= 8


def test_a_choice_is_kept_for_the_person_alone(clerk: Actor) -> None:
    client, colleague = browser(clerk), browser(factory.make_actor("town", "leader"))
    before = heads(colleague)
    answer = client.post(f"{LIST}?sort=-amount", {"column": ["method", "amount"]})
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}?sort=-amount")
    assert heads(client) == ["项目名称", "金额（万元）", "采购方式"]
    assert heads(browser(clerk)) == ["项目名称", "金额（万元）", "采购方式"]
    assert heads(colleague) == before
    client.post(LIST, {"usual": "1", "column": ["method"]})
    assert heads(client) == before


def test_the_export_follows_the_columns(clerk: Actor) -> None:
    client = browser(clerk)
    client.post(LIST, {"column": ["state", "paid"]})
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{LIST}?export=xlsx").content)).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[1]]
    assert rows[0] == ("项目名称", "项目编号", "状态", "已支付（万元）")


def test_columns_that_the_list_has_not_are_refused(clerk: Actor) -> None:
    client = browser(clerk)
    for wanted in (["password", "amount"], ["amount"], []):
        client.post(LIST, {"column": wanted})
    assert not ListColumns.objects.exists()
    with pytest.raises(Refusal, match="没有所选的列"):
        columns.choose(actor=clerk, list_name="thread:list", shown=["title", "amount"], table=ProjectTable)
    with pytest.raises(Refusal, match="至少显示 2 列"):
        columns.choose(actor=clerk, list_name="thread:list", shown=["amount"], table=ProjectTable)


def test_visitors_choose_nothing(clerk: Actor) -> None:
    with pytest.raises(NotAllowed):
        columns.choose(actor=Actor.public(), list_name="thread:list", shown=["amount", "state"], table=ProjectTable)
    assert Client().post(LIST, {"column": ["amount", "state"]}).status_code == 302
    assert not ListColumns.objects.exists()


def test_the_name_of_the_record_always_stays() -> None:
    assert "title" not in columns.choosable(ProjectTable)


def test_the_chooser_needs_neither_mouse_nor_script(clerk: Actor) -> None:
    page = browser(clerk).get(LIST).content.decode()
    assert "<summary" in page
    assert page.count('name="column"') == len(columns.choosable(ProjectTable))
    assert page.count("checked") >= len(columns.usual(ProjectTable))
