"""Importing the hotline's list: all rows or none, every bad cell named, nothing twice, deadlines from the hotline's date."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from linli.flow.s1_needs import actions, hotline_sheet
from linli.flow.s1_needs.models import Voice, VoiceContact
from linli.flow.s1_needs.tests.test_pages import browser
from linli.foundations.parties.tests.factory import (
    COMMUNITY,
    OTHER_COMMUNITY,
    OTHER_TOWN,
    make_actor,
    make_organisation,
    make_place,
)
from linli.foundations.places.divisions.faults import BadFile
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel import clock, rls
from linli.kernel.errors import NotAllowed
from linli.kernel.models import Event, Task
from linli.ui import excel

pytestmark = pytest.mark.django_db
HEAD = list(hotline_sheet.COLUMNS.values())
SAID = "小区路灯坏了三盏，晚上老人不敢出门。"


@pytest.fixture(autouse=True)
def community(settings: Any) -> None:
    settings.REQUIRE_MFA = False
    make_organisation("community")


def row(number: str = "R-1", **changes: str) -> list[str]:
    day = timezone.localdate(clock.now()) - timedelta(days=3)
    cells = {
        "number": number, "received": day.isoformat(), "place": COMMUNITY, "topic": "环境秩序", "content": SAID,
        "name": "", "phone": "", "consent": "", **changes,
    }  # fmt: skip
    return [cells[name] for name in hotline_sheet.COLUMNS]


def imported(*rows: list[str], who: str = "town", head: list[str] | None = None) -> dict[str, Any]:
    return actions.import_hotline(actor=make_actor(who), file="热线.xlsx", rows=[head or HEAD, *rows])


def faults(*rows: list[str], who: str = "town") -> list[str]:
    with pytest.raises(BadFile) as bad:
        imported(*rows, who=who)
    assert not Voice.objects.exists()
    assert not Task.objects.exists()
    return [str(one) for one in bad.value.faults]


def test_a_row_becomes_a_voice_with_its_task_event_and_deadline() -> None:
    told = imported(row(), row("R-2"))
    first, second = Voice.objects.order_by("pk")
    assert (told["made"], first.channel, first.hotline_number, first.topic) == (2, "hotline", "R-1", "environment")
    assert int(second.number[-4:]) == int(first.number[-4:]) + 1
    assert first.due_at == book.due("voice.answer_days", first.received_at) < clock.now() + timedelta(days=20)
    assert timezone.localdate(first.received_at) == clock.today() - timedelta(days=3)
    task = Task.objects.get(subject_id=first.pk)
    assert (task.organisation_id, task.due_at, task.role) == (first.organisation_id, first.due_at, "clerk")
    assert task.counted["parameter"] == "voice.answer_days"
    assert Event.objects.filter(verb="needs.voice:record").count() == 2
    answered = actions.answer(first, actor=make_actor("community"), answer="本周内修好路灯。")
    assert answered.state == "answered"
    assert Task.objects.open().count() == 1


def test_a_second_import_of_the_same_rows_is_told_and_passed_over() -> None:
    imported(row())
    told = imported(row(), row("R-2"), row("R-1", content="坏", received="不是日期"))
    assert told["made"] == 1
    assert len(told["known"]) == 2
    assert Voice.objects.get(hotline_number="R-1").number in told["known"][0]
    assert Voice.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "column", "what"),
    [
        ({"number": ""}, "工单号", "没有填写"),
        ({"number": "9" * 41}, "工单号", "最多 40"),
        ({"received": "昨天"}, "受理时间", "不是日期"),
        ({"received": "2026-13-40"}, "受理时间", "不是日期"),
        ({"received": "2099-01-01"}, "受理时间", "之后"),
        ({"received": "1999-01-01"}, "受理时间", "2019"),
        ({"place": "无此社区"}, "社区", "没有登记"),
        ({"place": ""}, "社区", "没有填写"),
        ({"place": OTHER_COMMUNITY}, "社区", "不在本单位辖区"),
        ({"topic": "天气"}, "类别", "没有“天气”"),
        ({"content": "短"}, "诉求内容", "5 至 1000"),
        ({"content": "长" * 1001}, "诉求内容", "5 至 1000"),
        ({"phone": "57000000"}, "联系电话", "不是手机号"),
        ({"consent": "随便"}, "同意留存联系方式", "看不出"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_imported(changes: dict[str, str], column: str, what: str) -> None:
    make_place(OTHER_COMMUNITY)
    told = faults(row("R-0"), row(**changes))
    assert len(told) == 1
    assert f"第 3 行“{column}”列" in told[0]
    assert what in told[0]


def test_the_same_number_twice_in_a_sheet_and_every_fault_at_once() -> None:
    told = faults(row(), row(), row("R-3", topic="天气", received="x"))
    assert len(told) == 3
    assert "与第 2 行的工单号相同" in told[0]


def test_what_a_caller_said_or_his_number_stands_in_no_fault() -> None:
    told = str(faults(row(phone="1380000123x", content="短1380000")))
    assert "1380000" not in told


def test_a_place_is_known_by_its_name_and_an_ambiguous_one_is_asked_about() -> None:
    place = make_place(COMMUNITY)
    imported(row("R-1", place=place.name), row("R-2", place=f" {place.name} "))
    assert set(Voice.objects.values_list("place", flat=True)) == {place.pk}
    for code in ("320117004008", "320117004009"):
        Place.objects.create(code=code, name="同名社区", level="community", parent=place.parent)
    with pytest.raises(BadFile) as bad:
        imported(row("R-3", place="同名"))
    assert "320117004008、320117004009" in str(bad.value.faults[0])


def test_heads_as_hotlines_write_them_below_a_title() -> None:
    head = ["序号", "工单编号", "来电时间", "所属社区", "工单内容", "联系人", "来电号码"]
    cells = ["1", "R-9", "2026/5/6 14:30", COMMUNITY, SAID, "赵示例", "13800001234"]
    told = actions.import_hotline(
        actor=make_actor("town"),
        file="x.csv",
        rows=[["12345 热线转办清单"], [], head, cells, ["", "", "", "", "", "", ""]],
    )
    voice = Voice.objects.get()
    assert (voice.topic, timezone.localtime(voice.received_at).hour) == ("other", 14)
    assert told["without_consent"] == [4]
    with rls.acting(make_actor("community")):
        assert not VoiceContact.objects.exists()


def test_a_contact_is_kept_only_with_consent_and_only_in_the_guarded_table() -> None:
    imported(
        row("R-1", name="赵示例", phone="13800001234", consent="是"),
        row("R-2", name="钱示例", phone="13900001234", consent="否"),
    )
    assert VoiceContact.objects.count() == 0
    with rls.acting(make_actor("community")):
        assert list(VoiceContact.objects.values_list("name", "phone")) == [("赵示例", "13800001234")]
    with rls.acting(make_actor("town", place=OTHER_TOWN)):
        assert VoiceContact.objects.count() == 0
    told = str(list(Event.objects.values())) + str(list(Task.objects.values())) + str(list(Voice.objects.values()))
    assert not [word for word in ("赵示例", "钱示例", "13800001234", "13900001234") if word in told]


def test_a_callers_name_is_hidden_whether_he_agreed_or_not() -> None:
    said = "示例小区的{}来电反映路灯坏了三盏，晚上不敢出门。"
    imported(
        row("R-1", name="赵示例", consent="是", content=said.format("赵示例")),
        row("R-2", name="钱示例", consent="否", content=said.format("钱 示例")),
    )
    voices = Voice.objects.order_by("number")
    assert [one.shown[5:8] for one in voices] == ["赵某某", "钱某某"]
    actions.mask(voices[1], actor=make_actor("community"))
    assert "示例来电" not in Voice.objects.get(pk=voices[1].pk).content


@pytest.mark.parametrize(("who", "role"), [("social", "manager"), ("department", "clerk"), ("supervisor", "supervisor"), ("community", "leader")])  # fmt: skip
def test_others_do_not_import(who: str, role: str) -> None:
    with pytest.raises(NotAllowed):
        actions.import_hotline(actor=make_actor(who, role), file="x", rows=[HEAD, row()])


def test_many_rows_cost_no_more_statements_than_few() -> None:
    for serial in range(2, 12):
        make_organisation("community", make_place(f"320117004{serial:03d}"))
    codes = [f"320117004{serial:03d}" for serial in range(2, 12)]
    counts = []
    for many in (20, 220):
        rows = [row(f"N-{many}-{n}", place=codes[n % 10]) for n in range(many)]
        with CaptureQueriesContext(connection) as asked:
            assert imported(*rows)["made"] == many
        counts.append(len(asked))
    assert counts[1] - counts[0] <= 5


class TestPage:
    def post(self, content: bytes, name: str = "热线.xlsx", who: str = "town") -> Any:
        return browser(make_actor(who)).post(
            reverse("needs:hotline_import"), {"file": SimpleUploadedFile(name, content)}
        )

    def test_the_template_can_be_filled_and_brought_back(self) -> None:
        make_place("320117004002", "另一社区")
        client = browser(make_actor("town"))
        sheet = client.get(reverse("needs:hotline_template")).content
        told = client.post(reverse("needs:hotline_import"), {"file": SimpleUploadedFile("热线工单.xlsx", sheet)})
        assert "新登记 1 件" in told.content.decode()
        again = client.post(reverse("needs:hotline_import"), {"file": SimpleUploadedFile("热线工单.xlsx", sheet)})
        assert "已导入过" in again.content.decode()
        assert Voice.objects.count() == 1

    def test_a_bad_row_is_shown_with_its_place(self) -> None:
        told = self.post(excel.workbook([HEAD, row(topic="天气")], "x"))
        assert told.status_code == 422
        assert "没有“天气”这个类别" in told.content.decode()
        assert not Voice.objects.exists()

    @pytest.mark.parametrize("content", [b"PK\x03\x04 nothing", b"\0\0", b""])
    def test_what_is_no_table_is_told(self, content: bytes) -> None:
        assert self.post(content).status_code == 422

    def test_formulas_and_markup_stay_text(self) -> None:
        told = self.post(excel.workbook([HEAD, row(content="=HYPERLINK(1) <script>alert(1)</script>")], "x"))
        assert "新登记 1 件" in told.content.decode()
        page = browser(make_actor("community")).get(reverse("needs:voice_list")).content.decode()
        assert "<script>alert" not in page
