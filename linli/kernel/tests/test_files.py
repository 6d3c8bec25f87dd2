"""Files: kinds, names, pictures, duplicates, a full disk, who may read."""

import errno
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import Http404
from django.test import RequestFactory
from PIL import Image

from linli.kernel import files
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.file_names import clean_name
from linli.kernel.models import Counter, StoredFile
from linli.kernel.web.views import download

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"
PUBLIC = Actor.public()


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def up(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return out.getvalue()


def office(*names: str, body: bytes = b"<x/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, body)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("通知.pdf", PDF),
        ("照片.JPEG", picture()),
        ("图.png", picture("PNG")),
        ("图.webp", picture("WEBP")),
        ("表.xlsx", workbook()),
        ("文.docx", office("word/document.xml")),
        ("名单.csv", "姓名,社区\n示例,示例社区\n".encode("gb18030")),
        ("说明.txt", "﻿示例".encode()),
    ],
)
def test_harmless_kinds_are_kept(name: str, data: bytes) -> None:
    stored = files.store(up(name, data), actor=PUBLIC)
    assert files.path_of(stored.sha256).stat().st_size == stored.size
    assert stored.name == name.lower()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.exe", b"MZ", "不能上传 .exe 文件"),
        ("README", PDF, "没有扩展名"),
        ("a.svg", b"<svg/>", "不能上传 .svg"),
        ("a.html", b"<html>", "不能上传 .html"),
        ("a.zip", office(), "不能上传 .zip"),
        ("a.pdf", picture(), "扩展名是 .pdf，内容却是 .jpg"),
        ("a.jpg", picture("PNG"), "扩展名是 .jpg，内容却是 .png"),
        ("a.png", b"nothing", "内容却不是这种文件"),
        ("a.txt", b"<SVG onload=alert(1)>", "网页或矢量图形代码"),
        ("a.csv", b"a,b\n<script>", "网页或矢量图形代码"),
        ("a.txt", b"a\0b", "不是这种文件"),
        ("a.txt", b"\xff\xfe\x81", "不是这种文件"),
        ("a.csv", PDF, "内容却是 .pdf"),
        ("a.docx", workbook(), "扩展名是 .docx"),
        ("a.xlsx", b"PK\x03\x04 broken", "扩展名是 .xlsx"),
        ("a.docx", office("word/document.xml", "word/vbaProject.bin"), "含有宏"),
        ("a.xlsx", office("xl/workbook.xml", body=b"0" * 120 * 2**20), "展开后过大"),
        ("a.pdf", b"", "文件是空的"),
    ],
)
def test_everything_else_is_refused_with_a_remedy(var: Path, name: str, data: bytes, message: str) -> None:
    with pytest.raises(Refusal, match=message) as caught:
        files.store(up(name, data), actor=PUBLIC)
    assert caught.value.remedy
    assert not list(var.rglob("*.*"))
    assert not StoredFile.objects.exists()


def test_a_picture_loses_its_place_and_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "示例相机"
    exif.get_ifd(0x8825)[1] = "N"
    stored = files.store(up("a.jpg", picture(exif=exif)), actor=PUBLIC)
    with Image.open(files.path_of(stored.sha256)) as kept:
        assert kept.size == (20, 40)
        assert not kept.getexif()


def test_a_phones_double_picture_keeps_the_first() -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 20)).save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (40, 20))])
    stored = files.store(up("a.jpg", out.getvalue()), actor=PUBLIC)
    with Image.open(files.path_of(stored.sha256)) as kept:
        assert kept.format == "JPEG"


def test_a_truncated_picture_is_refused() -> None:
    noise = Image.effect_noise((300, 300), 90)
    out = io.BytesIO()
    noise.save(out, "JPEG")
    with pytest.raises(Refusal, match="图片不完整"):
        files.store(up("a.jpg", out.getvalue()[:-2000]), actor=PUBLIC)


def test_too_many_pixels_and_moving_pictures_are_refused(settings: Any) -> None:
    settings.FILES_MAX_PIXELS = 10_000
    with pytest.raises(Refusal, match="图片有 4 万像素，超过 1 万像素"):
        files.store(up("a.png", picture("PNG", (200, 200))), actor=PUBLIC)
    frames = [Image.new("RGB", (5, 5), c) for c in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    with pytest.raises(Refusal, match="不能上传动图"):
        files.store(up("a.webp", out.getvalue()), actor=PUBLIC)


def test_a_file_too_big_is_refused_while_it_is_read() -> None:
    with pytest.raises(Refusal, match="文件超过 1 MB") as caught:
        files.store(up("a.pdf", PDF + b"0" * 2**20), actor=PUBLIC, max_mb=1)
    assert caught.value.status == 413


def test_the_same_bytes_are_kept_once() -> None:
    first = files.store(up("a.pdf", PDF), actor=PUBLIC)
    second = files.store(up("b.pdf", PDF), actor=PUBLIC)
    assert first.sha256 == second.sha256
    assert len([p for p in files.root().rglob("*") if p.is_file()]) == 1


def test_a_full_disk_is_told_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refusal, match="存储空间已满") as caught:
        files.store(up("a.pdf", PDF), actor=PUBLIC)
    assert caught.value.status == 507
    assert [p for p in files.root().rglob("*") if p.is_file()] == []
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\资料\\通知.PDF", "通知.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("发票\u202efdp.txt", "发票fdp.txt"),
        ("  .pdf", "附件.pdf"),
        ("", "附件"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("a\r\nX-Header: 1.pdf", "aX-Header_ 1.pdf"),
    ],
)
def test_names_are_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_255_chinese_characters_are_cut_for_every_disk() -> None:
    name = clean_name("溧" * 255 + ".pdf")
    assert name.endswith("溧.pdf")
    assert len(name.encode()) <= 240


def get(stored: StoredFile, actor: Actor, query: str = "") -> Any:
    request = RequestFactory().get(f"/files/{stored.pk}{query}")
    request.actor = actor  # type: ignore[attr-defined]
    return download(request, stored.pk)


def test_a_public_file_comes_as_a_download_under_its_name() -> None:
    response = get(files.store(up("通知.pdf", PDF), actor=PUBLIC, public=True), PUBLIC, "?show=1")
    assert b"".join(response) == PDF
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E9%80%9A%E7%9F%A5.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_only_a_picture_may_appear_in_the_page() -> None:
    stored = files.store(up("a.png", picture("PNG")), actor=PUBLIC, public=True)
    assert get(stored, PUBLIC, "?show=1")["Content-Disposition"].startswith("inline")
    assert get(stored, PUBLIC)["Content-Disposition"].startswith("attachment")


def test_a_private_file_exists_only_for_those_whom_its_room_lets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_readers", {})
    subject = Counter.objects.create(series="x", year=2026)
    stored = files.store(up("a.pdf", PDF), actor=PUBLIC, subject=subject)
    clerk = Actor(kind="person", person_id=1, organisation_id=7)
    with pytest.raises(Http404):
        get(stored, clerk)
    files.readable_by("kernel.Counter", lambda actor, stored: actor.organisation_id == 7)
    response = get(stored, clerk)
    assert response["Cache-Control"] == "private, no-store"
    with pytest.raises(Http404):
        get(stored, PUBLIC)


def test_who_brought_a_file_reads_it_for_the_same_organisation_only() -> None:
    stored = StoredFile(person_id=1, organisation_id=2)
    assert files.may_read(Actor(kind="person", person_id=1, organisation_id=2), stored)
    assert not files.may_read(Actor(kind="person", person_id=1, organisation_id=3), stored)
    assert not files.may_read(PUBLIC, StoredFile())


def test_lost_bytes_are_a_sentence_not_a_traceback() -> None:
    stored = files.store(up("a.pdf", PDF), actor=PUBLIC, public=True)
    files.path_of(stored.sha256).unlink()
    with pytest.raises(Refusal, match="内容不在服务器上"):
        get(stored, PUBLIC)


def test_orphans_are_cleaned_and_what_is_named_stays(capsys: pytest.CaptureFixture[str]) -> None:
    stored = files.store(up("a.pdf", PDF), actor=PUBLIC)
    files.keep("ab" * 32, b"orphan")
    call_command("files", "clean")
    assert files.path_of("ab" * 32).exists()  # brought lately
    call_command("files", "clean", "--hours", "-1", "--dry-run")
    assert files.path_of("ab" * 32).exists()
    call_command("files", "clean", "--hours", "-1")
    assert not files.path_of("ab" * 32).exists()
    assert files.path_of(stored.sha256).exists()


def test_changed_and_missing_bytes_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    first = files.store(up("a.pdf", PDF), actor=PUBLIC)
    call_command("files", "verify")
    files.path_of(first.sha256).write_bytes(b"other")
    second = files.store(up("b.pdf", PDF + b"2"), actor=PUBLIC)
    files.path_of(second.sha256).unlink()
    with pytest.raises(CommandError, match="2 of 2"):
        call_command("files", "verify")
    out = capsys.readouterr().out
    assert f"{first.sha256}: changed" in out
    assert f"{second.sha256}: missing" in out
