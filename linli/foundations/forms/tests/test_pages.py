"""The pages of forms and submissions, and who sees what of personal data."""

import csv
import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from linli.foundations.forms import actions
from linli.foundations.forms.intake import known, xml
from linli.foundations.forms.models import Form, FormVersion, Submission
from linli.foundations.forms.tests.factory import again, make_version, only, upload_of, workbook, xml_of
from linli.foundations.forms.tests.test_openrosa import Phone, picture
from linli.foundations.parties.models import Person
from linli.foundations.parties.tests.factory import OTHER_TOWN, make_actor
from linli.kernel import rls
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Event
from linli.kernel.models.files import StoredFile

pytestmark = pytest.mark.django_db


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(
        Person.objects.get(pk=actor.person_id), backend="linli.foundations.parties.signin.backend.NameOrPhone"
    )
    return client


def send(actor: Actor, version: FormVersion, raw: bytes) -> Submission:
    sent = xml.read(raw, lambda _form, _label: known.shape_of(version))
    found: Submission = only(pk=actions.receive(actor=actor, version=version, sent=sent, raw=raw).pk)
    return found


@pytest.fixture
def town(db: Any) -> Actor:
    return make_actor("town")


@pytest.fixture
def version(town: Actor) -> FormVersion:
    return make_version(town)


@pytest.fixture
def sent(version: FormVersion) -> Submission:
    return send(make_actor("community"), version, xml_of("uuid:1"))


class TestMaking:
    def test_a_form_goes_from_a_workbook_to_its_second_version_by_its_pages(self, town: Actor) -> None:
        client = browser(town)
        typed = {"workbook": upload_of(workbook()), "purpose": "needs"}
        assert client.post(reverse("xforms:new"), typed).status_code == 302
        first = FormVersion.objects.get()
        page = client.get(first.get_absolute_url()).content.decode()
        for words in ("户主姓名", "必填", "“有 60 岁以上老人吗”是“是”", "个人信息，默认遮盖", "助浴"):
            assert words in page
        client.post(reverse("xforms:publish", args=[first.pk]), {"version": first.version})
        again = {"workbook": upload_of(workbook(version="2"))}
        assert client.post(reverse("xforms:revise", args=[first.form_id]), again).status_code == 302
        second = FormVersion.objects.get(label="2")
        client.post(reverse("xforms:publish", args=[second.pk]))
        assert [(one.label, one.state) for one in FormVersion.objects.order_by("pk")] == [
            ("1", "retired"),
            ("2", "published"),
        ]
        assert "家庭需求" in client.get(reverse("xforms:forms")).content.decode()

    def test_faults_are_listed_on_the_page_and_nothing_is_stored(self, town: Actor) -> None:
        typed = {"workbook": upload_of(workbook([["txt", "a", "甲"], ["text", "a", "乙"]])), "purpose": "needs"}
        answer = browser(town).post(reverse("xforms:new"), typed)
        assert answer.status_code == 422
        assert "survey 第 2 行 type" in answer.content.decode()
        assert not Form.objects.exists()
        assert not StoredFile.objects.exists()

    def test_form_id_and_version_are_unique(self, town: Actor, version: FormVersion) -> None:
        with pytest.raises(Refusal, match="home_needs"):
            actions.upload(actor=make_actor("town"), workbook=upload_of(workbook()), purpose="needs")
        with pytest.raises(Refusal, match="1"):
            actions.revise(version.form, actor=town, workbook=upload_of(workbook()))
        with pytest.raises(Refusal, match="other"):
            actions.revise(version.form, actor=town, workbook=upload_of(workbook(form_id="other", version="2")))

    def test_only_its_maker_revises_publishes_and_retires(self, version: FormVersion) -> None:
        other = make_actor("town", place=OTHER_TOWN)
        with pytest.raises(NotAllowed):
            actions.retire(version, actor=other)
        with pytest.raises(NotAllowed):
            actions.revise(version.form, actor=make_actor("community"), workbook=upload_of(workbook(version="2")))
        with pytest.raises(WrongState):
            actions.publish(version, actor=make_actor("town"))

    def test_a_version_never_changes(self, version: FormVersion) -> None:
        from django.db import Error, transaction

        for column, value in (("xml", "<x/>"), ("label", "9"), ("schema", {}), ("hash", "0")):
            with pytest.raises(Error), transaction.atomic():
                FormVersion.objects.filter(pk=version.pk).update(**{column: value})

    def test_a_sample_is_downloaded_and_uploaded_again(self, town: Actor) -> None:
        answer = browser(town).get(reverse("xforms:sample", args=["minors"]))
        data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert actions.upload(actor=town, workbook=upload_of(data), purpose="needs").form.form_id == "linli_minors"
        assert browser(town).get(reverse("xforms:sample", args=["common"])).status_code == 404


class TestKeys:
    def test_a_key_is_shown_once_and_taken_back(self, version: FormVersion) -> None:
        client = browser(make_actor("community"))
        shown = client.post(reverse("xforms:keys"), {"note": "平板"}).content.decode()
        address = re.search(r"http://testserver(/openrosa/key/[\w-]+)", shown)
        assert address is not None
        assert "data:image/svg+xml" in shown
        assert address[1] not in client.get(reverse("xforms:keys")).content.decode()
        headers = {"X-OpenRosa-Version": "1.0"}
        assert Client().get(f"{address[1]}/formList", headers=headers).status_code == 200
        pk = re.search(r"keys/(\d+)/revoke", client.get(reverse("xforms:keys")).content.decode())
        assert pk is not None
        assert browser(make_actor("community", "staff", place="320117005001")).post(
            reverse("xforms:revoke", args=[pk[1]])
        ).status_code in (403, 404)
        client.post(reverse("xforms:revoke", args=[pk[1]]))
        assert Client().get(f"{address[1]}/formList", headers=headers).status_code == 401


SECRETS = ("张示例", "李示例", "王示例")


class TestReading:
    def test_personal_answers_are_masked_until_they_are_asked_for(self, town: Actor, sent: Submission) -> None:
        client = browser(town)
        page = client.get(sent.get_absolute_url()).content.decode()
        assert not [secret for secret in SECRETS if secret in page]
        assert "助餐、助浴" in page
        assert "成员 第 2 行" in page
        shown = client.post(reverse("xforms:reveal", args=[sent.pk])).content.decode()
        assert [secret for secret in SECRETS if secret in shown] == list(SECRETS)
        event = Event.objects.get(verb="xforms.submission:reveal", outcome="done")
        assert (event.person_id, event.subject_id) == (town.person_id, sent.pk)
        assert client.get(reverse("xforms:reveal", args=[sent.pk])).status_code == 405

    @pytest.mark.parametrize(
        ("kind", "role"), [("supervisor", "supervisor"), ("community", "staff"), ("social", "manager")]
    )
    def test_others_are_not_shown_them(self, sent: Submission, kind: str, role: str) -> None:
        actor = make_actor(kind, role)
        assert not actor.may("xforms.submission:reveal", sent)
        page = browser(actor).post(reverse("xforms:reveal", args=[sent.pk])).content.decode()
        assert not [secret for secret in SECRETS if secret in page]

    def test_who_sees_which_submissions(self, sent: Submission) -> None:
        for actor in (make_actor("town"), make_actor("civil_affairs"), make_actor("supervisor", "supervisor")):
            with rls.acting(actor):
                assert Submission.objects.visible_to(actor).get() == sent
        for actor in (make_actor("town", place=OTHER_TOWN), make_actor("social", "manager"), Actor.public()):
            with rls.acting(actor):
                assert not Submission.objects.visible_to(actor).exists()
            assert not actor.may("xforms.submission:view", sent)
        other = browser(make_actor("town", place=OTHER_TOWN))
        assert other.get(sent.get_absolute_url()).status_code == 404
        assert other.get(reverse("xforms:submissions", args=[sent.form_id])).status_code == 404

    def test_an_edit_shows_what_it_changed_and_masks_it(self, town: Actor, version: FormVersion) -> None:
        actor = make_actor("community")
        send(actor, version, xml_of("uuid:1"))
        raw = xml_of("uuid:2", head="孙示例", old="uuid:1").replace(b"<people>3", b"<people>5")
        new = send(actor, version, raw)
        page = browser(town).get(new.get_absolute_url()).content.decode()
        assert "与上一版的不同" in page
        assert re.search(r"人口</td><td>3</td><td>5", page)
        assert "孙示例" not in page
        listed = browser(town).get(reverse("xforms:submissions", args=[version.form_id])).content.decode()
        assert "uuid:2" in listed
        assert "uuid:1" not in listed

    def test_a_personal_attachment_is_not_downloaded_by_everybody(self) -> None:
        survey = [["image", "face", "照片", *[""] * 5, "yes"], ["image", "door", "门牌"]]
        make_version(survey=survey)
        phone = Phone()
        raw = b'<data id="home_needs" version="1"><face>a.jpg</face><door>b.jpg</door><meta><instanceID>uuid:1</instanceID></meta></data>'
        assert phone.send(raw, a_jpg=picture(), b_jpg=picture("blue")).status_code == 201
        watcher, reviewer = browser(make_actor("supervisor", "supervisor")), browser(make_actor("town"))
        face, door = (StoredFile.objects.get(name=name).pk for name in ("a.jpg", "b.jpg"))
        assert [watcher.get(f"/files/{pk}").status_code for pk in (face, door)] == [404, 200]
        assert [reviewer.get(f"/files/{pk}").status_code for pk in (face, door)] == [200, 200]
        assert Client().get(f"/files/{door}").status_code == 404


class TestReview:
    def test_states_reasons_and_the_journal(self, town: Actor, sent: Submission) -> None:
        client = browser(town)
        client.post(reverse("xforms:doubt", args=[sent.pk]), {"reason": "短"})
        sent = again(sent)
        assert sent.state == "received"
        client.post(reverse("xforms:doubt", args=[sent.pk]), {"reason": "人口与户籍资料不符"})
        client.post(reverse("xforms:approve", args=[sent.pk]), {"reason": ""})
        sent = again(sent)
        assert sent.state == "approved"
        assert Event.objects.filter(verb__startswith="xforms.submission:", outcome="done").count() == 3
        with pytest.raises(WrongState):
            actions.reject(sent, actor=town, reason="已经通过的不能再退")

    def test_nobody_reviews_his_own_and_surveyors_review_nothing(self, version: FormVersion) -> None:
        clerk = make_actor("community")
        mine = send(clerk, version, xml_of())
        for actor in (
            clerk,
            make_actor("community", "staff"),
            make_actor("town", place=OTHER_TOWN),
            make_actor("finance"),
        ):
            with pytest.raises(Refusal) as refused:
                actions.approve(mine, actor=actor)
            assert isinstance(refused.value, NotAllowed) or refused.value.status == 404

    def test_an_old_version_is_not_reviewed(self, town: Actor, version: FormVersion) -> None:
        actor = make_actor("community")
        old = send(actor, version, xml_of("uuid:1"))
        send(actor, version, xml_of("uuid:2", old="uuid:1"))
        with pytest.raises(Refusal, match="更新"):
            actions.approve(old, actor=town)


class TestOut:
    def taken(self, actor: Actor, form: Form, kind: str, **more: str) -> tuple[Any, bytes]:
        answer = browser(actor).post(reverse("xforms:export", args=[form.pk]), {"kind": kind, **more})
        data = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        return answer, data

    def test_tables_choices_and_repeats(self, town: Actor, sent: Submission) -> None:
        _answer, data = self.taken(town, sent.form, "csv")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            assert archive.namelist() == ["home_needs.csv", "member.csv"]
            main = list(csv.DictReader(io.StringIO(archive.read("home_needs.csv").decode("utf-8-sig"))))
            members = list(csv.DictReader(io.StringIO(archive.read("member.csv").decode("utf-8-sig"))))
        (row,) = main
        assert [row[f"home/wants{one}"] for one in ("", "/meal", "/bath", "/talk")] == ["meal bath", "1", "1", "0"]
        assert [(one["填报编号"], one["行号"], one["member/age"]) for one in members] == [
            ("uuid:1", "1", "70"),
            ("uuid:1", "2", "8"),
        ]
        assert "home/head" not in row
        assert not [secret for secret in SECRETS if secret.encode() in data]

    def test_a_workbook_has_a_sheet_for_each_table(self, town: Actor, sent: Submission) -> None:
        _answer, data = self.taken(town, sent.form, "xlsx")
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert [sheet.title for sheet in book] == ["1-home_needs", "2-member"]
        heads, first = (list(row) for row in book["1-home_needs"].iter_rows(values_only=True))
        assert dict(zip(heads, first, strict=True))["home/people"] == 3

    def test_personal_data_go_only_to_the_maker_and_each_download_is_noted(self, town: Actor, sent: Submission) -> None:
        answer, data = self.taken(town, sent.form, "xml")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.read(archive.namelist()[0]) == sent.xml.encode()
        _answer, whole = self.taken(town, sent.form, "xlsx", personal="on")
        assert "张示例" in str(list(openpyxl.load_workbook(io.BytesIO(whole)).worksheets[0].values))
        facts = list(
            Event.objects.filter(verb="xforms.form:export", outcome="done")
            .order_by("id")
            .values_list("facts", flat=True)
        )
        assert [(one["kind"], one["personal"], one["count"]) for one in facts] == [("xml", True, 1), ("xlsx", True, 1)]
        for actor in (make_actor("supervisor", "supervisor"), make_actor("community"), make_actor("civil_affairs")):
            for kind, more in (("csv", {"personal": "on"}), ("xml", {})):
                answer, data = self.taken(actor, sent.form, kind, **more)
                assert answer.status_code == 302
        refused = Event.objects.filter(verb="xforms.form:export", outcome="refused")
        assert refused.count() == 6

    def test_only_what_one_may_see_goes_out(self, version: FormVersion, sent: Submission) -> None:
        social = make_actor("community", place="320117004002")
        _answer, data = self.taken(social, sent.form, "csv")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.read("home_needs.csv").decode("utf-8-sig").count("\r\n") == 1

    @pytest.mark.parametrize("evil", ["=1+1", "@SUM(A1)", "+cmd|calc", "-2+3", "\tx"])
    def test_no_cell_runs_as_a_formula(self, town: Actor, evil: str) -> None:
        version = make_version(town, survey=[["text", "a", "甲"], ["integer", "b", "乙"]])
        raw = f'<data id="home_needs" version="1"><a>{evil}</a><b>-5</b><meta><instanceID>=uuid:1</instanceID></meta></data>'
        send(make_actor("community"), version, raw.encode())
        _answer, data = self.taken(town, version.form, "csv")
        (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
        assert (row["a"], row["b"], row["填报编号"]) == (f"'{evil}".replace("'\tx", "x"), "-5", "'=uuid:1")

    def test_columns_of_older_versions_stay(self, town: Actor, version: FormVersion, sent: Submission) -> None:
        newer = actions.revise(
            version.form, actor=town, workbook=upload_of(workbook([["text", "other", "别的"]], version="2"))
        )
        actions.publish(newer, actor=town)
        _answer, data = self.taken(town, version.form, "csv")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            heads = archive.read("home_needs.csv").decode("utf-8-sig").splitlines()[0].split(",")
        assert heads.index("other") < heads.index("home/people")


def test_the_list_filters_sorts_and_pages(town: Actor, sent: Submission) -> None:
    address = reverse("xforms:submissions", args=[sent.form_id])
    client = browser(town)
    assert "uuid:1" in client.get(f"{address}?since=2020-01-01&sort=place&tab=received").content.decode()
    assert "uuid:1" not in client.get(f"{address}?until=2020-01-01").content.decode()
    assert "uuid:1" not in client.get(f"{address}?tab=approved").content.decode()
