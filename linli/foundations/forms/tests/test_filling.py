"""What the pages of the engine may and what they send, without a browser: policy, consent, and whose is whose."""

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from linli.foundations.forms import actions
from linli.foundations.forms.models import Attachment, Form, FormVersion
from linli.foundations.forms.openrosa.quick import only_part
from linli.foundations.forms.tests.factory import kept, make_version, upload_of, xml_of
from linli.foundations.forms.tests.test_openrosa import picture
from linli.foundations.forms.tests.test_pages import browser, send
from linli.foundations.parties.tests.factory import OTHER_TOWN, make_actor

pytestmark = pytest.mark.django_db
CONSENT = "只收集家庭需求，用于安排服务。"


@pytest.fixture
def version(db: Any) -> FormVersion:
    return make_version(make_actor("town"))


@pytest.fixture
def link(version: FormVersion) -> Form:
    return actions.open_page(version.form, actor=make_actor("town"), consent=CONSENT)


def posted(xml: bytes, **more: Any) -> dict[str, Any]:
    return {"xml_submission_file": SimpleUploadedFile("a.xml", xml, "text/xml"), **more}


class TestSurveyors:
    def test_the_policy_is_no_wider_than_the_engine_needs(self, version: FormVersion) -> None:
        answer = browser(make_actor("community")).get(reverse("xforms:fill_in", args=[version.pk]))
        policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
        assert policy["script-src"].split() == ["'self'", "'wasm-unsafe-eval'"]
        nonce = re.search(r'nonce="([^"]+)"', answer.content.decode())
        assert nonce is not None
        assert sorted(policy["style-src"].split()) == sorted(["'self'", f"'nonce-{nonce[1]}'"])
        assert "unsafe-inline" not in answer["Content-Security-Policy"]
        other = browser(make_actor("community")).get(version.form.get_absolute_url())
        assert "wasm" not in other["Content-Security-Policy"]

    def test_the_page_leads_to_what_it_needs(self, version: FormVersion) -> None:
        client = browser(make_actor("community"))
        html = client.get(version.form.get_absolute_url()).content.decode()
        assert reverse("xforms:fill_in", args=[version.pk]) in html
        assert reverse("xforms:fill_in", args=[version.pk]) in client.get(reverse("xforms:keys")).content.decode()
        form = client.get(reverse("xforms:fill_form", args=[version.pk]))
        assert form.content.decode() == version.xml

    @pytest.mark.parametrize("name", ["fill_in", "fill_form"])
    def test_not_for_others(self, version: FormVersion, name: str) -> None:
        address = reverse(f"xforms:{name}", args=[version.pk])
        assert browser(make_actor("town", place=OTHER_TOWN)).get(address).status_code == 404
        assert Client().get(address).status_code == 302
        draft = make_version(make_actor("town"), published=False, form_id="draft")
        assert browser(make_actor("town")).get(reverse(f"xforms:{name}", args=[draft.pk])).status_code == 404

    def test_files_of_a_form_come_to_whoever_fills_it_in(self) -> None:
        draft = make_version(make_actor("town"), published=False, form_id="with_picture")
        actions.attach(draft, actor=make_actor("town"), media=upload_of(picture(), "door.jpg"))
        version = actions.publish(draft, actor=make_actor("town"))
        address = reverse("xforms:fill_media", args=[version.pk, "door.jpg"])
        answer = browser(make_actor("community")).get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert browser(make_actor("town", place=OTHER_TOWN)).get(address).status_code == 404
        form = actions.open_page(version.form, actor=make_actor("town"), consent=CONSENT)
        public = Client().get(reverse("xforms:open_media", args=[form.page_token, "door.jpg"]))
        assert public.status_code == 200
        assert Client().get(reverse("xforms:open_media", args=["x", "door.jpg"])).status_code == 404

    def test_refusals_are_words(self, version: FormVersion) -> None:
        client, address = browser(make_actor("community")), reverse("xforms:fill_send")
        assert client.post(address, posted(xml_of("uuid:1"))).status_code == 201
        again = client.post(address, posted(xml_of("uuid:1")))
        assert (again.status_code, "先前已经收到" in again.json()["message"]) == (201, True)
        other = client.post(address, posted(xml_of("uuid:1", head="别人")))
        assert (other.status_code, "内容与这次不同" in other.json()["message"]) == (409, True)
        assert client.post(address, posted(b"<data")).status_code == 400
        assert browser(make_actor("town", place=OTHER_TOWN)).post(address, posted(xml_of())).status_code == 403
        assert len(kept()) == 1

    def test_only_whoever_sent_it_changes_it(self, version: FormVersion) -> None:
        mine = send(make_actor("community"), version, xml_of("uuid:1", head="张示例"))
        page, xml = (reverse(f"xforms:{name}", args=[mine.pk]) for name in ("amend", "amend_xml"))
        other = browser(make_actor("town"))
        assert (other.get(page).status_code, other.get(xml).status_code) == (404, 404)
        assert "张示例" not in other.get(mine.get_absolute_url()).content.decode()

    def test_who_sent_it_sees_it_as_it_was(self, version: FormVersion) -> None:
        me = make_actor("community")
        mine = send(me, version, xml_of("uuid:1", head="张示例"))
        client = browser(me)
        assert "张示例" in client.get(reverse("xforms:amend_xml", args=[mine.pk])).content.decode()
        config = re.search(
            r'data-config="([^"]+)"', client.get(reverse("xforms:amend", args=[mine.pk])).content.decode()
        )
        assert config is not None
        assert json.loads(config[1].replace("&quot;", '"').replace("&#x27;", "'"))["edit"]["old"] == "uuid:1"
        edited = client.post(reverse("xforms:fill_send"), posted(xml_of("uuid:2", old="uuid:1")))
        assert edited.status_code == 201
        assert client.get(reverse("xforms:amend", args=[mine.pk])).status_code == 404


class TestResidents:
    def test_more_than_plain_is_shown_by_the_engine(self, link: Form) -> None:
        html = Client().get(reverse("xforms:fill", args=[link.page_token])).content.decode()
        assert CONSENT in html
        assert 'id="webform"' in html

    def test_consent_form_and_link_are_checked(self, link: Form) -> None:
        make_version(make_actor("town"), form_id="other")
        address, client = reverse("xforms:open_send", args=[link.page_token]), Client()
        assert client.post(address, posted(xml_of("uuid:1"))).status_code == 422
        assert client.post(address, posted(xml_of("uuid:2", form_id="other"), agreed="on")).status_code == 404
        assert client.post(address, posted(xml_of("uuid:3"), agreed="on")).status_code == 201
        actions.close_page(link, actor=make_actor("town"))
        assert client.post(address, posted(xml_of("uuid:4"), agreed="on")).status_code == 404
        assert [(one.instance_id, one.road, one.person) for one in kept()] == [("uuid:3", "page", None)]

    def test_a_flood_waits_in_the_browser(self, link: Form, settings: Any) -> None:
        """429 with the sentence, which the page shows; what was filled in stays in its outbox (js/outbox.js)."""
        settings.ACCOUNT_RATE_LIMITS = {"open_form": "2/h/key"}
        address, client = reverse("xforms:open_send", args=[link.page_token]), Client()
        assert client.post(address, posted(xml_of())).status_code == 422
        answers = [client.post(address, posted(xml_of(), agreed="on")) for _n in range(3)]
        assert [one.status_code for one in answers] == [201, 201, 429]
        assert "没有丢失" in answers[2].json()["message"]
        assert len(kept()) == 2

    def test_photos_come_with_it_and_nobody_else_adds_any(self, link: Form) -> None:
        address, client = reverse("xforms:open_send", args=[link.page_token]), Client()
        raw = xml_of("uuid:1").replace(b"<door/>", b"<door>a.jpg</door>")
        photo = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
        assert client.post(address, posted(raw, agreed="on", **{"a.jpg": photo})).status_code == 201
        assert len(kept(Attachment)) == 1
        other = posted(xml_of("uuid:1"), agreed="on", **{"a.jpg": SimpleUploadedFile("a.jpg", picture("blue"))})
        assert client.post(address, other).status_code == 409
        sent = send(make_actor("community"), FormVersion.objects.get(), raw.replace(b"uuid:1", b"uuid:2"))
        stranger = posted(
            raw.replace(b"uuid:1", b"uuid:2"), agreed="on", **{"a.jpg": SimpleUploadedFile("a.jpg", picture())}
        )
        assert client.post(address, stranger).status_code == 409
        assert kept(Attachment, submission=sent) == []


class TestQuickRoad:
    WHOLE = b'--X\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="a"\r\n\r\n<a/>\r\n--X--\r\n'
    KIND = "multipart/form-data; boundary=X"

    def test_one_part_is_read(self) -> None:
        assert only_part(self.WHOLE, self.KIND) == b"<a/>"
        assert only_part(self.WHOLE, 'multipart/form-data; boundary="X"') == b"<a/>"

    @pytest.mark.parametrize(
        "body",
        [
            WHOLE.replace(b"xml_submission_file", b"other"),
            WHOLE.replace(b"--X--\r\n", b""),
            WHOLE.replace(b"\r\n--X--", b"--X--"),
            WHOLE.replace(b"--X--", b'--X\r\nContent-Disposition: form-data; name="b"\r\n\r\nc\r\n--X--'),
            WHOLE.replace(b"\r\n\r\n<a/>", b"\r\nContent-Transfer-Encoding: base64\r\n\r\nPGEvPg=="),
            b"x" + WHOLE,
            b"",
        ],
    )
    def test_everything_else_is_left_to_the_views(self, body: bytes) -> None:
        assert only_part(body, self.KIND) is None

    def test_only_multipart(self) -> None:
        assert only_part(self.WHOLE, "text/plain; boundary=X") is None
        assert only_part(self.WHOLE, "multipart/form-data") is None
