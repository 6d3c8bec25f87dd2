"""Data as files: workbooks as written by hand, big exports in the background, and who may fetch them."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from linli.foundations.forms import actions, tasks
from linli.foundations.forms.export import book, columns, files, streams
from linli.foundations.forms.export.sheets import MOST_TEXT, Rows
from linli.foundations.forms.models import Download, Form, FormVersion
from linli.foundations.forms.tests.factory import again, kept, make_version, only, xml_of
from linli.foundations.forms.tests.test_pages import browser, send
from linli.foundations.parties.models import Membership
from linli.foundations.parties.tests.factory import make_actor
from linli.kernel import clock, rls
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Event

HOSTILE = "=1+1\t<a & 'b'> \x0bok"


@pytest.fixture
def town(db: Any, settings: Any, tmp_path: Any) -> Actor:
    settings.VAR_DIR = str(tmp_path)
    return make_actor("town")


@pytest.fixture
def form(town: Actor) -> Form:
    version = make_version(town)
    for n in range(3):
        send(make_actor("community"), version, xml_of(f"uuid:{n}", head=f"=示例{n}"))
    return version.form


def big(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "AT_ONCE_CELLS", 1)


class TestSheets:
    def test_a_row_is_read_as_it_was_written(self) -> None:
        rows = Rows(30, numeric=[1, 2, 3])
        texts = [HOSTILE, "12.5", "-3", "12345678901234567", *[""] * 25, "末"]
        names = book._frame(["甲 & 乙"])
        out = io.BytesIO()
        import zipfile

        from linli.foundations.forms.export.sheets import BEGIN, END, HEAD

        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("xl/worksheets/sheet1.xml", BEGIN + rows.row(1, texts).encode() + END)
            for path, text in names:
                archive.writestr(path, HEAD + text)
        sheet = openpyxl.load_workbook(out)["甲 & 乙"]
        assert [sheet.cell(1, n).value for n in (1, 2, 3, 4, 5, 30)] == [
            "=1+1\t<a & 'b'> ok", 12.5, -3, "12345678901234567", None, "末",
        ]  # fmt: skip
        assert sheet.cell(1, 1).data_type != "f"

    def test_a_cell_holds_so_much_and_no_more(self) -> None:
        assert f"<t>{'a' * MOST_TEXT}</t>" in Rows(2).row(1, ["a" * 40_000, "b\x1fc"])

    def test_a_full_sheet_is_followed_by_another(
        self, form: Form, town: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(book, "FULL", book.MOST_ROWS)
        with book.written(form, town, "", personal=False) as file:
            names = openpyxl.load_workbook(file).sheetnames
        assert names[:2] == ["1-home_needs", "2-home_needs"]


class TestNeutral:
    @pytest.mark.parametrize("begin", ["=", "+", "-", "@"])
    def test_no_text_is_computed(self, town: Actor, begin: str) -> None:
        version = make_version(town)
        send(make_actor("community"), version, xml_of("uuid:1", head=f"{begin}cmd|' /C calc'!A0"))
        table = columns.tables_of(version.form, personal=True)[0]
        made = b"".join(streams.csv_rows(table, version.form, town, "")).decode("utf-8-sig")
        assert f"'{begin}cmd" in made
        assert f",{begin}cmd" not in made


class TestInTheBackground:
    @pytest.mark.parametrize("kind", ["csv", "xlsx", "xml"])
    def test_ordered_written_and_fetched(
        self, form: Form, town: Actor, monkeypatch: pytest.MonkeyPatch, kind: str
    ) -> None:
        big(monkeypatch)
        monkeypatch.setattr(tasks.write_download, "defer", lambda **_asked: 0)
        client = browser(town)
        answer = client.post(reverse("xforms:export", args=[form.pk]), {"kind": kind})
        assert answer.url == reverse("xforms:downloads")  # type: ignore[attr-defined]
        download = only(Download)
        assert "正在生成，已完成 0 / 3 份" in client.get(answer.url).content.decode()  # type: ignore[attr-defined]
        size = tasks.write_download(download.pk)
        assert size == download.path.stat().st_size > 0
        download = again(download)
        assert (download.written, download.state) == (3, "ready")
        fetched = client.post(reverse("xforms:fetch", args=[download.pk]))
        assert len(b"".join(fetched.streaming_content)) == size  # type: ignore[attr-defined]
        verbs = list(
            Event.objects.filter(verb__startswith="xforms.download").order_by("pk").values_list("verb", flat=True)
        )
        assert [one.split(":")[1] for one in verbs] == ["order", "finish", "fetch"]

    def test_nobody_else_fetches_it(self, form: Form, town: Actor) -> None:
        download = actions.order_download(actor=town, form=form, kind="csv")
        tasks.write_download(download.pk)
        colleague = make_actor("town", role="leader")
        with pytest.raises(Refusal, match="不存在或您不能查看"):
            actions.fetch_download(download, actor=colleague)
        assert browser(colleague).post(reverse("xforms:fetch", args=[download.pk])).status_code == 404

    def test_personal_data_only_for_whom_they_are(self, form: Form) -> None:
        community = make_actor("community")
        with pytest.raises(NotAllowed):
            actions.order_download(actor=community, form=form, kind="csv", personal=True)
        with pytest.raises(NotAllowed):
            actions.order_download(actor=community, form=form, kind="xml")

    def test_a_role_that_has_ended_gets_nothing(self, form: Form, town: Actor) -> None:
        download = actions.order_download(actor=town, form=form, kind="csv")
        Membership.objects.filter(person_id=town.person_id).update(revoked_at=clock.now())
        assert tasks.write_download(download.pk) == 0
        download = again(download)
        assert (download.state, download.path.exists()) == ("failed", False)

    def test_its_days_are_counted(self, form: Form, town: Actor) -> None:
        download = actions.order_download(actor=town, form=form, kind="xlsx")
        tasks.write_download(download.pk)
        assert tasks.tend_downloads(0) == 0
        with clock.travelled(clock.now() + timedelta(days=4)):
            assert tasks.tend_downloads(0) == 1
        download = again(download)
        assert (download.state, download.path.exists()) == ("expired", False)
        with pytest.raises(WrongState):
            actions.fetch_download(download, actor=town)

    def test_a_killed_workers_file_is_begun_again(
        self, form: Form, town: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        again: list[int] = []
        monkeypatch.setattr(tasks.write_download, "defer", lambda pk: again.append(pk))
        download = actions.order_download(actor=town, form=form, kind="csv")
        tasks.tend_downloads(0)
        assert again == []
        with rls.working_on("duty", "downloads"):
            Download.objects.filter(pk=download.pk).update(created_at=clock.now() - timedelta(hours=1))
        tasks.tend_downloads(0)
        assert again == [download.pk]

    def test_three_at_once(self, form: Form, town: Actor) -> None:
        for _n in range(3):
            actions.order_download(actor=town, form=form, kind="csv")
        with pytest.raises(Refusal, match="正在生成"):
            actions.order_download(actor=town, form=form, kind="csv")


def test_small_ones_flow_at_once(form: Form, town: Actor) -> None:
    answer = browser(town).post(reverse("xforms:export", args=[form.pk]), {"kind": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]  # type: ignore[attr-defined]
    assert sheet.max_row == 4
    assert FormVersion.objects.count() == 1
    assert kept(Download) == []
