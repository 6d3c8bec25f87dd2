"""The protocol of phones, row by row of its table; and what a stranger or a fault gets."""

import base64
import hashlib
import io
import threading
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from linli.foundations.forms import actions
from linli.foundations.forms.intake import known
from linli.foundations.forms.models import Attachment, FormVersion, SurveyKey
from linli.foundations.forms.tests.factory import kept, make_version, only, upload_of, workbook, xml_of
from linli.foundations.parties.models import Membership
from linli.foundations.parties.tests.factory import OTHER_COMMUNITY, OTHER_TOWN, make_actor
from linli.kernel import clock
from linli.kernel.models import Event
from linli.kernel.models.files import StoredFile

pytestmark = pytest.mark.django_db
VERSION = {"X-OpenRosa-Version": "1.0"}


def picture(color: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), color).save(out, "JPEG")
    return out.getvalue()


class Phone:
    """A surveyor's phone with a key of its own."""

    def __init__(self, actor: Any = None) -> None:
        self.actor = actor or make_actor("community")
        self.key: Any = actions.issue_key(actor=self.actor)
        self.base = f"/openrosa/key/{self.key.token}"
        self.client = Client()

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"{self.base}{path}", headers={**VERSION, **headers})

    def send(self, xml: bytes | None, *, more: bool = False, headers: Any = VERSION, **named: bytes) -> Any:
        data: dict[str, Any] = {"*isIncomplete*": "yes"} if more else {}
        if xml is not None:
            data["xml_submission_file"] = SimpleUploadedFile("submission.xml", xml, "text/xml")
        for name, content in named.items():
            file = name.replace("_jpg", ".jpg")
            data[file] = SimpleUploadedFile(file, content, "image/jpeg")
        return self.client.post(f"{self.base}/submission", data, headers=headers)


@pytest.fixture
def version(db: Any) -> FormVersion:
    return make_version()


@pytest.fixture
def phone(version: FormVersion) -> Phone:
    return Phone()


def said(response: Any) -> str:
    root = ElementTree.fromstring(response.content)
    assert root.tag == "{http://openrosa.org/http/response}OpenRosaResponse"
    return root[0].text or ""


class TestList:
    def test_it_has_what_phones_insist_on(self, phone: Phone, version: FormVersion) -> None:
        answer = phone.get("/formList")
        assert answer.headers["X-OpenRosa-Version"] == "1.0"
        assert answer.headers["Content-Type"].startswith("text/xml")
        space = "{http://openrosa.org/xforms/xformsList}"
        root = ElementTree.fromstring(answer.content)
        (item,) = root
        fields = {child.tag.removeprefix(space): child.text or "" for child in item}
        assert root.tag == f"{space}xforms"
        assert set(fields) == {"formID", "name", "version", "hash", "downloadUrl"}
        form = phone.client.get(fields["downloadUrl"])
        assert fields["hash"] == "md5:" + hashlib.md5(form.content).hexdigest()

    def test_a_manifest_is_named_only_where_there_are_media(self) -> None:
        town = make_actor("town")
        draft = make_version(town, published=False)
        actions.attach(draft, actor=town, media=upload_of(picture(), "door.jpg"))
        actions.publish(draft, actor=town)
        phone = Phone()
        text = phone.get("/formList").content.decode()
        address = text.split("<manifestUrl>")[1].split("<")[0]
        manifest = ElementTree.fromstring(phone.client.get(address, headers=VERSION).content)
        name, digest, link = manifest[0]
        assert name.text == "door.jpg"
        body = b"".join(phone.client.get(link.text or "").streaming_content)
        assert digest.text == "md5:" + hashlib.md5(body).hexdigest()

    def test_one_form_all_versions_and_descriptions_can_be_asked_for(self, phone: Phone) -> None:
        town = make_actor("town")
        form = FormVersion.objects.get().form
        newer = actions.revise(form, actor=town, workbook=upload_of(workbook(version="2")))
        actions.publish(newer, actor=town)
        assert phone.get("/formList").content.count(b"<xform>") == 1
        assert phone.get("/formList?listAllVersions=true").content.count(b"<xform>") == 2
        assert phone.get("/formList?formID=other").content.count(b"<xform>") == 0
        assert b"descriptionText" in phone.get("/formList?formID=home_needs&verbose=true").content

    def test_drafts_and_forms_of_other_places_are_not_offered(self, phone: Phone) -> None:
        make_version(published=False, form_id="draft")
        assert b"draft" not in phone.get("/formList").content
        other = Phone(make_actor("community", place=OTHER_COMMUNITY))
        assert b"<xform>" not in other.get("/formList").content
        assert other.send(xml_of()).status_code == 403
        assert kept() == []

    def test_without_the_protocols_version_nothing_is_answered(self, phone: Phone) -> None:
        assert phone.client.get(f"{phone.base}/formList").status_code == 400


class TestSubmission:
    def test_head_is_204_with_the_length_that_is_taken(self, phone: Phone) -> None:
        answer = phone.client.head(f"{phone.base}/submission?deviceID=x", headers=VERSION)
        assert (answer.status_code, answer.content) == (204, b"")
        assert int(answer.headers["X-OpenRosa-Accept-Content-Length"]) >= 10 * 2**20

    def test_it_is_stored_with_its_answers_and_journaled(self, phone: Phone, version: FormVersion) -> None:
        answer = phone.send(xml_of("uuid:1"))
        assert answer.status_code == 201
        assert said(answer)
        row = only()
        assert row.answers["home/wants"] == "meal bath"
        assert [one["member/age"] for one in row.answers["member"]] == ["70", "8"]
        assert (row.form_version, row.person_id, row.place_code) == (
            version,
            phone.actor.person_id,
            phone.actor.place_code,
        )
        event = Event.objects.get(verb="xforms.submission:receive")
        assert (event.subject_id, event.person_id, event.outcome) == (row.pk, phone.actor.person_id, "done")
        assert f'"subject":["xforms.submission",{row.pk}]'.encode() in bytes(event.leaf)
        assert "张示例" not in str(event.facts)

    def test_the_same_again_is_201_and_stored_once(self, phone: Phone) -> None:
        xml = xml_of()
        assert [phone.send(xml).status_code for _n in range(3)] == [201, 201, 201]
        assert (len(kept()), Event.objects.filter(verb="xforms.submission:receive").count()) == (1, 1)

    def test_another_content_under_the_same_instance_is_409(self, phone: Phone) -> None:
        phone.send(xml_of("uuid:1"))
        answer = phone.send(xml_of("uuid:1", head="别人"))
        assert answer.status_code == 409
        assert "uuid:1" in said(answer)
        assert only().answers["home/head"] == "张示例"

    def test_the_same_instance_from_another_surveyor_is_409_too(self, phone: Phone) -> None:
        xml = xml_of()
        phone.send(xml)
        assert Phone().send(xml).status_code == 409

    @pytest.mark.parametrize(("form_id", "label"), [("other", "1"), ("home_needs", "9"), ("home_needs", "")])
    def test_an_unknown_form_or_version_is_404(self, phone: Phone, form_id: str, label: str) -> None:
        assert phone.send(xml_of(form_id=form_id, version=label)).status_code == 404

    def test_a_draft_is_unknown_and_a_retired_version_is_still_taken(self, phone: Phone, version: FormVersion) -> None:
        make_version(published=False, form_id="draft")
        assert phone.send(xml_of(form_id="draft")).status_code == 404
        version.refresh_from_db()
        actions.retire(version, actor=make_actor("town"))
        assert phone.send(xml_of()).status_code == 201

    def test_without_the_protocols_version_it_is_400(self, phone: Phone) -> None:
        assert phone.send(xml_of(), headers={}).status_code == 400
        assert kept() == []

    def test_without_the_xml_it_is_400(self, phone: Phone) -> None:
        assert phone.send(None).status_code == 400

    def test_an_edit_is_201_and_the_old_version_is_kept(self, phone: Phone) -> None:
        phone.send(xml_of("uuid:1"))
        for _again in range(2):
            assert phone.send(xml_of("uuid:2", head="李示例", old="uuid:1")).status_code == 201
        old, new = kept()
        assert (old.is_current, new.is_current, new.root_id) == (False, True, old.pk)
        assert (old.answers["home/head"], new.answers["home/head"]) == ("张示例", "李示例")
        assert phone.send(xml_of("uuid:3", old="uuid:1")).status_code == 409
        assert phone.send(xml_of("uuid:4", old="uuid:none")).status_code == 404
        assert phone.send(xml_of("uuid:5", old="uuid:2")).status_code == 201
        assert only(is_current=True).root_id == old.pk

    def test_another_organisation_does_not_edit_it(self, phone: Phone) -> None:
        phone.send(xml_of("uuid:1"))
        assert Phone(make_actor("town")).send(xml_of("uuid:2", old="uuid:1")).status_code == 403
        assert only().is_current


class TestFiles:
    xml = xml_of("uuid:1").replace(b"<door/>", b"<door>a.jpg</door>")

    def test_parts_add_up_to_one_submission(self, phone: Phone) -> None:
        assert phone.send(self.xml, more=True).status_code == 201
        assert not only().complete
        for _again in range(2):
            assert phone.send(self.xml, a_jpg=picture()).status_code == 201
        assert only().complete
        assert only(Attachment).name == "a.jpg"

    def test_a_last_part_without_files_completes_it(self, phone: Phone) -> None:
        phone.send(self.xml, more=True, a_jpg=picture())
        phone.send(self.xml)
        assert only().complete

    def test_a_photo_that_is_none_is_refused_and_nothing_is_kept(self, phone: Phone) -> None:
        answer = phone.send(self.xml, a_jpg=b"MZ this is a program")
        assert answer.status_code == 400
        assert "a.jpg" in said(answer)
        assert kept() == []

    def test_another_photo_under_the_same_name_is_409(self, phone: Phone) -> None:
        phone.send(self.xml, a_jpg=picture())
        assert phone.send(self.xml, a_jpg=picture("blue")).status_code == 409

    def test_files_that_no_answer_names_are_not_kept(self, phone: Phone) -> None:
        assert phone.send(self.xml, stranger_jpg=picture()).status_code == 201
        assert kept(Attachment) == []
        assert not StoredFile.objects.filter(name="stranger.jpg").exists()

    def test_a_hundred_photos_in_one_request_are_read(self, phone: Phone) -> None:
        assert phone.send(self.xml, **{f"p{n}_jpg": b"x" for n in range(110)}).status_code == 201


BOMB = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "xml",
    [
        xml_of().replace(b"<data", BOMB + b"<data", 1),
        xml_of().replace(b"<data", OUTSIDE + b"<data", 1).replace("张示例".encode(), b"&x;"),
        xml_of().replace(b"<door/>", b"<door>" + b"<a>" * 200 + b"</a>" * 200 + b"</door>"),
        xml_of()[:-20],
        b"",
        b"\xff\xfe<data/>",
        xml_of().replace(b"instanceID", b"instanceid"),
    ],
    ids=["bomb", "external", "deep", "cut", "empty", "encoding", "nameless"],
)
def test_dangerous_or_broken_xml_is_400_and_leaves_nothing(phone: Phone, xml: bytes) -> None:
    answer = phone.send(xml)
    assert answer.status_code == 400
    assert b"root:" not in answer.content
    assert kept() == []


def test_what_is_too_big_is_413(phone: Phone) -> None:
    assert phone.send(xml_of(more=f"<door>{'x' * 5_000_000}</door>")).status_code == 413


def test_what_the_form_does_not_ask_for_is_not_kept(phone: Phone) -> None:
    secret = "<deviceid>866-123</deviceid><where><lat>31.6</lat></where>"
    assert phone.send(xml_of("uuid:1", more=secret)).status_code == 201
    row = only()
    assert "866-123" not in row.xml + str(row.answers)
    assert "31.6" not in row.xml
    ElementTree.fromstring(row.xml)
    assert phone.send(xml_of("uuid:1", more=secret)).status_code == 201
    assert len(kept()) == 1


class TestSignIn:
    def test_no_key_a_wrong_one_and_a_revoked_one_are_401_and_say_how(self, phone: Phone) -> None:
        actions.revoke_key(SurveyKey.objects.get(), actor=phone.actor)
        for base in ("/openrosa", "/openrosa/key/wrong", phone.base):
            answer = Client().get(f"{base}/formList", headers=VERSION)
            assert answer.status_code == 401
            assert answer.headers["WWW-Authenticate"].startswith("Digest ")
            assert "Basic" not in answer.headers["WWW-Authenticate"]
        assert phone.send(xml_of()).status_code == 401
        assert kept() == []

    def test_a_role_that_ended_ends_the_key_at_once(self, phone: Phone) -> None:
        Membership.objects.filter(person_id=phone.actor.person_id).update(revoked_at=clock.now())
        assert phone.get("/formList").status_code == 401

    def test_a_remembered_key_that_was_taken_back_or_whose_role_ended_stores_nothing(self, phone: Phone) -> None:
        assert [phone.send(xml_of()).status_code for _n in range(2)] == [201, 201]
        Membership.objects.filter(person_id=phone.actor.person_id).update(revoked_at=clock.now())
        assert phone.send(xml_of()).status_code == 401
        Membership.objects.filter(person_id=phone.actor.person_id).update(revoked_at=None)
        assert phone.send(xml_of()).status_code == 201
        actions.revoke_key(SurveyKey.objects.get(), actor=phone.actor)
        assert phone.send(xml_of()).status_code == 401
        assert len(kept()) == 3

    def test_a_refusal_is_journaled_once_by_whichever_road(self, phone: Phone) -> None:
        """With a remembered key, and with a file, which makes a transaction around the verb."""
        make_version(make_actor("town", place=OTHER_TOWN), form_id="elsewhere")
        phone.send(xml_of("uuid:1"))
        named = xml_of("uuid:1", head="别人").replace(b"<door/>", b"<door>a.jpg</door>")
        for raw, status, files in (
            (xml_of().replace(b"instanceID", b"instanceid"), 400, {}),
            (xml_of(form_id="elsewhere"), 403, {}),
            (xml_of("uuid:1", head="别人"), 409, {}),
            (named, 409, {"a_jpg": picture()}),
            (named.replace(b"uuid:1", b"uuid:2"), 400, {"a_jpg": b"MZ this is a program"}),
        ):
            before = Event.objects.filter(outcome="refused").count()
            assert phone.send(raw, **files).status_code == status
            refused = Event.objects.filter(outcome="refused").order_by("-pk")
            assert (refused.count(), refused[0].person_id) == (before + 1, phone.actor.person_id), status
        assert len(kept()) == 1

    def test_basic_only_over_tls(self, phone: Phone) -> None:
        word = base64.b64encode(f"{phone.key.login}:{phone.key.token}".encode()).decode()
        headers = {**VERSION, "Authorization": f"Basic {word}"}
        assert Client().get("/openrosa/formList", headers=headers).status_code == 401
        assert Client().get("/openrosa/formList", headers=headers, secure=True).status_code == 200
        assert "Basic" in Client().get("/openrosa/formList", secure=True).headers["WWW-Authenticate"]

    def digest(self, phone: Phone, nonce: str, token: str, uri: str = "/openrosa/formList") -> dict[str, str]:
        def md5(*parts: str) -> str:
            return hashlib.md5(":".join(parts).encode()).hexdigest()

        first, second = md5(phone.key.login, "Linli", token), md5("GET", uri)
        response = md5(first, nonce, "00000001", "abc", "auth", second)
        fields = {
            "username": phone.key.login,
            "realm": "Linli",
            "nonce": nonce,
            "uri": uri,
            "response": response,
            "cnonce": "abc",
        }
        written = ", ".join(f'{name}="{value}"' for name, value in fields.items())
        return {**VERSION, "Authorization": f"Digest {written}, qop=auth, nc=00000001"}

    def test_digest(self, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = Client().get("/openrosa/formList", headers=VERSION).headers["WWW-Authenticate"]
        nonce = asked.split('nonce="')[1].split('"')[0]
        good = self.digest(phone, nonce, phone.key.token)
        assert Client().get("/openrosa/formList", headers=good).status_code == 200
        assert Client().get("/openrosa/formList?formID=x", headers=good).status_code == 401
        assert Client().get("/openrosa/formList", headers=self.digest(phone, nonce, "wrong")).status_code == 401
        assert (
            Client().get("/openrosa/formList", headers=self.digest(phone, "abc-def-0", phone.key.token)).status_code
            == 401
        )
        monkeypatch.setattr("linli.foundations.forms.openrosa.digest.SECONDS", -1)
        old = Client().get("/openrosa/formList", headers=good)
        assert "stale=true" in old.headers["WWW-Authenticate"]

    def test_the_token_is_kept_nowhere(self, phone: Phone) -> None:
        row = SurveyKey.objects.values().get()
        assert phone.key.token not in str(row) + str(list(Event.objects.values_list("facts", flat=True)))

    def test_who_only_tries_is_slowed_down(self) -> None:
        codes = [Client().post("/openrosa/key/guess/submission", headers=VERSION).status_code for _n in range(12)]
        assert codes == [401] * 10 + [429] * 2


@pytest.mark.django_db(transaction=True)
def test_the_same_submission_sent_by_many_at_once_is_stored_once_by_one_statement(
    django_assert_num_queries: Any,
) -> None:
    make_version()
    phone, xml = Phone(), xml_of()
    gate, codes = threading.Barrier(8), list[int]()

    def send() -> None:
        gate.wait()
        codes.append(phone.send(xml).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _n in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert codes == [201] * 8
    assert len(kept()) == 1
    assert Event.objects.filter(verb="xforms.submission:receive").count() == 1
    with known.versions.held(), django_assert_num_queries(1):
        assert phone.send(xml_of()).status_code == 201
