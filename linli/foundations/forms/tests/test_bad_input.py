"""What reaches the house cut, mixed up or meant to harm, by both roads: nothing half is kept, nothing runs."""

import csv
import io
import re
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from linli.foundations.forms import actions
from linli.foundations.forms.export import book, columns, streams
from linli.foundations.forms.models import Attachment, FormVersion
from linli.foundations.forms.tests.factory import kept, make_version, only, xml_of
from linli.foundations.forms.tests.test_openrosa import VERSION, Phone, picture, said
from linli.foundations.forms.tests.test_pages import browser
from linli.foundations.parties.tests.factory import make_actor

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"
KNOWN = xml_of("uuid:known")


@pytest.fixture
def version(db: Any) -> FormVersion:
    return make_version(make_actor("town"))


@pytest.fixture
def phone(version: FormVersion) -> Phone:
    """Its key is remembered, so that it goes the quick road."""
    phone = Phone()
    assert phone.send(KNOWN).status_code == 201
    return phone


def count() -> int:
    return len([one for one in kept() if one.instance_id != "uuid:known"])


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_submission_that_was_cut_off(phone: Phone, share: float) -> None:
    raw = xml_of("uuid:1")
    assert phone.send(raw[: int(len(raw) * share)]).status_code == 400
    assert count() == 0
    assert phone.send(raw).status_code == 201
    assert count() == 1


def test_a_body_that_was_cut_off(phone: Phone) -> None:
    """The request itself ends too early: its last boundary is missing."""
    head = b'--X\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="a.xml"\r\n\r\n'
    answer = phone.client.post(
        f"{phone.base}/submission",
        head + xml_of("uuid:1")[:200],
        content_type="multipart/form-data; boundary=X",
        headers={"X-OpenRosa-Version": "1.0"},
    )
    assert answer.status_code == 400
    assert count() == 0


def test_sent_again_and_again(phone: Phone) -> None:
    assert {phone.send(xml_of("uuid:1")).status_code for _n in range(4)} == {201}
    assert count() == 1


def test_parts_that_come_in_another_order(phone: Phone) -> None:
    """The last part first, then the one before it, then the last again."""
    raw = xml_of("uuid:1").replace(b"<door/>", b"<door>b.jpg</door>")
    assert phone.send(raw, b_jpg=picture()).status_code == 201
    assert phone.send(raw, more=True).status_code == 201
    assert phone.send(raw, b_jpg=picture()).status_code == 201
    one = only(instance_id="uuid:1")
    assert (count(), one.complete, len(kept(Attachment, submission=one))) == (1, True, 1)


def test_a_retired_version_is_still_taken_and_a_closed_link_is_not(phone: Phone, version: FormVersion) -> None:
    town = make_actor("town")
    form = actions.open_page(version.form, actor=town, consent="只收集家庭需求，用于安排服务。")
    send = reverse("xforms:open_send", args=[form.page_token])
    actions.retire(version, actor=town)
    assert phone.send(xml_of("uuid:1")).status_code == 201
    assert phone.client.post(send, {"agreed": "on", "xml_submission_file": "x"}).status_code == 404
    assert count() == 1


BOMB = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("begin", [BOMB, OUTSIDE])
def test_bombs_and_entities(phone: Phone, begin: bytes) -> None:
    raw = xml_of("uuid:1", head="&amp;").replace(b"?>", b"?>" + begin, 1).replace(b"&amp;", b"&c;")
    assert phone.send(raw).status_code == 400
    deep = b"<a>" * 40 + b"</a>" * 40
    assert phone.send(xml_of("uuid:2").replace(b"<door/>", deep)).status_code == 400
    assert count() == 0


NAMED = xml_of("uuid:2").replace(b"<door/>", b"<door>b.jpg</door>")
SAID: list[tuple[bytes, dict[str, bytes], str, str]] = [
    (xml_of()[:-20], {}, "不是完整的 XML", "no complete XML"),
    (xml_of().replace(b"<data", BOMB + b"<data", 1), {}, "文档类型声明或实体", "document type"),
    (xml_of().replace(b"<door/>", b"<a>" * 40 + b"</a>" * 40), {}, "结构过大", "too deep"),
    (xml_of().replace(b"instanceID", b"instanceid"), {}, "没有 instanceID", "instanceID"),
    (xml_of("uuid:known", head="别人"), {}, "内容与这次不同", "another content"),
    (xml_of(old="uuid:none"), {}, "要修改的填报不在系统里", "is not here"),
    (xml_of(form_id="nowhere"), {}, "没有表单 nowhere", "a form nowhere"),
    (xml_of(version="9"), {}, "没有表单 home_needs 的版本 9", "no version 9"),
    (NAMED, {"b_jpg": b"MZ this is a program"}, "附件“b.jpg”没有接收", "b.jpg"),
    (NAMED, {"b_jpg": picture()[:60]}, "附件“b.jpg”没有接收", "b.jpg"),
]
HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.mark.parametrize(("raw", "files", "chinese", "english"), SAID, ids=[one[2] for one in SAID])
def test_what_is_wrong_is_said_in_the_readers_language(
    phone: Phone, raw: bytes, files: dict[str, bytes], chinese: str, english: str
) -> None:
    for language, words in (("zh-hans", chinese), ("en", english)):
        answer = phone.send(raw, headers={**VERSION, "Accept-Language": language}, **files)
        text = said(answer)
        assert answer.status_code >= 400
        assert words.lower() in text.lower(), text
        assert bool(HAN.search(text)) == (language != "en"), text
    assert count() == 0


def test_a_script_is_a_text_everywhere(phone: Phone, version: FormVersion) -> None:
    escaped = SCRIPT.replace("<", "&lt;").replace(">", "&gt;")
    raw = xml_of("uuid:1", head=escaped).replace(b"<wants>meal bath</wants>", b"<wants>%s</wants>" % escaped.encode())
    assert phone.send(raw).status_code == 201
    one, town = only(instance_id="uuid:1"), make_actor("town")
    office, surveyor = browser(town), browser(phone.actor)
    pages = [
        office.get(one.get_absolute_url()),
        office.post(reverse("xforms:reveal", args=[one.pk])),
        office.get(reverse("xforms:submissions", args=[version.form_id])),
        surveyor.get(reverse("xforms:amend", args=[one.pk])),
    ]
    assert [page.status_code for page in pages] == [200] * 4
    assert [SCRIPT in page.content.decode() for page in pages] == [False] * 4
    assert escaped in pages[1].content.decode()
    xml = surveyor.get(reverse("xforms:amend_xml", args=[one.pk]))
    assert xml["Content-Type"].startswith("text/xml")
    table = columns.tables_of(version.form, personal=True)[0]
    lines = b"".join(streams.csv_rows(table, version.form, town, "")).decode("utf-8-sig")
    assert [row["home/head"] for row in csv.DictReader(io.StringIO(lines))] == ["张示例", SCRIPT]
    with book.written(version.form, town, "", personal=True) as file:
        sheet = openpyxl.load_workbook(file).worksheets[0]
    assert SCRIPT in [cell.value for cell in sheet[3]]
