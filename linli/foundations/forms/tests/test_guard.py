"""What the application's own role finds of answers by SQL: nothing, unless the database was told who asks."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from conftest import owner_connection
from linli.foundations.forms import actions
from linli.foundations.forms.models import Attachment, Download, Form, FormVersion, Submission
from linli.foundations.forms.tests.factory import kept, make_version, only, xml_of
from linli.foundations.forms.tests.test_filling import posted
from linli.foundations.forms.tests.test_openrosa import Phone, picture
from linli.foundations.forms.tests.test_pages import browser
from linli.foundations.parties.tests.factory import COMMUNITY, OTHER_COMMUNITY, OTHER_TOWN, make_actor
from linli.kernel import audit, rls
from linli.kernel.actor import Actor
from linli.kernel.audit import changes

SENT, FILES, OUT = "xforms_submission", "xforms_attachment", "xforms_download"
TABLES = (SENT, FILES, OUT)
RAW = xml_of("uuid:1").replace(b"<door/>", b"<door>a.jpg</door>")


def counted(table: str = SENT) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def told() -> set[str]:
    names = ("organisation", "place", "person", "form", "instance", "duty")
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_told(name) FROM unnest(%s::text[]) AS name", [list(names)])
        return {text for (text,) in cursor.fetchall()}


def fill_in(settings: Any, folder: Any) -> Phone:
    """A submission with a photo, and a file that the town ordered."""
    settings.VAR_DIR = str(folder)
    make_version(make_actor("town"))
    phone = Phone()
    assert phone.send(RAW, a_jpg=picture()).status_code == 201
    actions.order_download(actor=make_actor("town"), form=Form.objects.get(), kind="csv")
    return phone


@pytest.fixture
def phone(db: Any, settings: Any, tmp_path: Any) -> Phone:
    return fill_in(settings, tmp_path)


class TestBySql:
    def test_the_role_is_bound_by_the_policies(self, phone: Phone) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            assert cursor.fetchone() == (False,)
            forced = "SELECT bool_and(relrowsecurity AND relforcerowsecurity) FROM pg_class WHERE relname = ANY(%s)"
            cursor.execute(forced, [list(TABLES)])
            assert cursor.fetchone() == (True,)

    @pytest.mark.parametrize("table", TABLES)
    def test_nothing_is_read_changed_or_deleted(self, phone: Phone, table: str) -> None:
        assert counted(table) == 0
        with connection.cursor() as cursor:
            for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
                cursor.execute(statement)
                assert cursor.rowcount == 0

    def test_nothing_is_put_in(self, phone: Phone) -> None:
        row = only()
        row.pk, row.instance_id = None, "uuid:forged"
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            row.save()
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Attachment.objects.create(submission_id=kept()[0].pk, name="b.jpg", stored_id=1, sent="0")
        assert len(kept()) == 1

    @pytest.mark.parametrize(
        ("kind", "role", "place", "sees"),
        [
            ("community", "staff", COMMUNITY, True),
            ("town", "clerk", None, True),
            ("civil_affairs", "leader", None, True),
            ("supervisor", "supervisor", None, True),
            ("town", "clerk", OTHER_TOWN, False),
            ("community", "clerk", OTHER_COMMUNITY, False),
            ("finance", "clerk", None, False),
            ("social", "manager", None, False),
        ],
    )
    def test_who_was_told_of_sees_what_his_office_may(
        self, phone: Phone, kind: str, role: str, place: str | None, sees: bool
    ) -> None:
        actor = make_actor(kind, role, place)
        with rls.acting(actor):
            assert (counted(), counted(FILES)) == ((1, 1) if sees else (0, 0))
            assert Submission.objects.visible_to(actor).count() == counted()
            assert counted(OUT) == 0

    def test_the_maker_of_a_form_sees_what_came_in_for_it(self, db: Any) -> None:
        make_version(make_actor("department"))
        assert Phone().send(xml_of()).status_code == 201
        with rls.acting(make_actor("department", "leader")):
            assert counted() == 1

    def test_visitors_and_the_system_see_nothing_but_what_they_name(self, phone: Phone) -> None:
        form = Form.objects.get().pk
        for actor in (Actor.public(), Actor.system()):
            with rls.acting(actor):
                assert [counted(table) for table in TABLES] == [0, 0, 0]
        for matter, which, seen in (
            ("form", form, (1, 1, 0)), ("form", form + 1, (0, 0, 0)), ("instance", "uuid:1", (1, 1, 0)),
            ("instance", "uuid:2", (0, 0, 0)), ("duty", "downloads", (0, 0, 1)), ("duty", "audit", (1, 1, 1)),
        ):  # fmt: skip
            with rls.working_on(matter, which):  # type: ignore[arg-type]
                assert tuple(counted(table) for table in TABLES) == seen, matter
        assert told() == {""}

    def test_a_file_is_there_for_the_one_who_ordered_it(self, phone: Phone) -> None:
        with rls.acting(make_actor("town", "leader")):
            assert counted(OUT) == 0
        one = only(Download)
        with rls.acting(Actor("person", one.person_id, organisation_id=one.organisation_id)):
            assert counted(OUT) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", TABLES)
def test_without_the_policy_all_of_it_is_read(settings: Any, tmp_path: Any, table: str) -> None:
    """The control: it is the policy that keeps it."""
    fill_in(settings, tmp_path)
    assert counted(table) == 0
    with owner_connection(connection.settings_dict["NAME"]) as owner:
        owner.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        try:
            assert counted(table) == 1
        finally:
            owner.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


@pytest.mark.django_db(transaction=True)
def test_the_next_request_on_the_same_connection_finds_nothing_told(settings: Any, tmp_path: Any) -> None:
    phone, town = fill_in(settings, tmp_path), browser(make_actor("town"))
    page, form = only().get_absolute_url(), Form.objects.get()
    session = connection.connection.info.backend_pid
    link = actions.open_page(form, actor=make_actor("town"), consent="只收集家庭需求，用于安排服务。")
    public = reverse("xforms:open_send", args=[link.page_token])
    requests = (
        lambda: town.get(page),
        lambda: town.get(reverse("xforms:submissions", args=[form.pk])),
        lambda: b"".join(town.post(reverse("xforms:export", args=[form.pk]), {"kind": "csv"}).streaming_content),  # type: ignore[attr-defined]
        lambda: phone.send(xml_of("uuid:2")),
        lambda: phone.send(xml_of("uuid:3", old="uuid:2")),
        lambda: phone.send(RAW, a_jpg=picture()),
        lambda: phone.send(xml_of("uuid:2", head="别人")),
        lambda: town.post(public, posted(xml_of("uuid:4"), agreed="on")),
    )
    for ask in requests:
        ask()
        assert (told(), counted(), counted(FILES)) == ({""}, 0, 0)
    assert len(kept()) == 4
    assert connection.connection.info.backend_pid == session
    try:
        with connection.cursor() as cursor:
            cursor.execute(rls._TELL.replace("true", "false"), [str(make_actor("town").organisation_id), "320117", "1"])
        assert (counted(), counted(FILES)) == (4, 1), "the control: what is told for longer than its transaction stays"
    finally:
        connection.close()


@pytest.mark.django_db
def test_the_auditor_sees_them(phone: Phone) -> None:
    row = only()
    actions.approve(row, actor=make_actor("town", "leader"))
    with audit.one_moment():
        assert list(changes.fewer()) == []
    with rls.working_on("duty", "audit"):
        Submission.objects.filter(pk=row.pk).update(version=1, state="received")
    with audit.one_moment():
        assert len(list(changes.fewer())) == len(list(changes.strayed())) == 1
    assert list(changes.fewer()) == [], "without his duty he would see none of it"


@pytest.mark.django_db
def test_what_is_sent_by_link_is_seen_by_its_number_only(phone: Phone) -> None:
    link = actions.open_page(Form.objects.get(), actor=make_actor("town"), consent="只收集家庭需求，用于安排服务。")
    address, client = reverse("xforms:open_send", args=[link.page_token]), phone.client
    for _again in range(2):
        assert client.post(address, posted(xml_of("uuid:9"), agreed="on")).status_code == 201
    assert client.post(address, posted(xml_of("uuid:1"), agreed="on")).status_code == 409
    assert client.post(address, posted(xml_of("uuid:8", old="uuid:1"), agreed="on")).status_code == 403
    assert FormVersion.objects.count() == 1
    assert len(kept()) == 2
