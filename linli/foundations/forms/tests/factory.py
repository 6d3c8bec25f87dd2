"""Workbooks, forms and submissions for tests."""

import io
from typing import Any
from uuid import uuid4

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from linli.foundations.forms import actions
from linli.foundations.forms.models import FormVersion, Submission
from linli.foundations.parties.tests.factory import make_actor
from linli.kernel import rls
from linli.kernel.actor import Actor

HEAD = ["type", "name", "label", "required", "relevant", "constraint", "constraint_message", "calculation", "personal"]
SURVEY = [
    ["start", "start", ""],
    ["begin group", "home", "住户"],
    ["text", "head", "户主姓名", "yes", "", "", "", "", "yes"],
    ["integer", "people", "人口", "yes", "", ". > 0 and . < 30", "人口在 1 到 29 之间"],
    ["select_one yn", "elderly", "有 60 岁以上老人吗", "yes"],
    ["select_multiple wants", "wants", "需要哪些服务", "", "${elderly} = 'yes'"],
    ["end group", "", ""],
    ["begin repeat", "member", "成员"],
    ["text", "name", "姓名", "", "", "", "", "", "yes"],
    ["integer", "age", "年龄"],
    ["end repeat", "", ""],
    ["image", "door", "门牌照片"],
]
CHOICES = [
    ["yn", "yes", "是"], ["yn", "no", "否"],
    ["wants", "meal", "助餐"], ["wants", "bath", "助浴"], ["wants", "talk", "陪聊"],
]  # fmt: skip


def workbook(
    survey: list[list[Any]] | None = None,
    form_id: str = "home_needs",
    version: str = "1",
    *,
    head: list[str] = HEAD,
    **sheets: list[list[Any]],
) -> bytes:
    """An .xlsx with these sheets; further ones replace choices and settings."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    usual = {
        "survey": [head, *(SURVEY if survey is None else survey)],
        "choices": [["list_name", "name", "label"], *CHOICES],
        "settings": [["form_id", "form_title", "version"], [form_id, "家庭需求", version]],
    }
    for name, rows in (usual | sheets).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def kept(model: Any = Submission, **which: Any) -> list[Any]:
    """What the database holds, oldest first, read as the auditor reads it: a test that asks sees no more than anybody else."""
    with rls.working_on("duty", "audit"):
        return list(model.objects.filter(**which).order_by("pk"))


def only(model: Any = Submission, **which: Any) -> Any:
    """The one that there is."""
    (found,) = kept(model, **which)
    return found


def again(row: Any) -> Any:
    """The row as it stands now."""
    return only(type(row), pk=row.pk)


def upload_of(data: bytes, name: str = "form.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def make_version(actor: Actor | None = None, *, published: bool = True, **book: Any) -> FormVersion:
    """A form of the town's, published unless it is to stay a draft."""
    actor = actor or make_actor("town")
    version = actions.upload(actor=actor, workbook=upload_of(workbook(**book)), purpose="needs")
    return actions.publish(version, actor=actor) if published else version


def xml_of(
    instance: str = "",
    form_id: str = "home_needs",
    version: str = "1",
    *,
    head: str = "张示例",
    more: str = "",
    old: str = "",
) -> bytes:
    """A submission as Collect writes it."""
    deprecated = f"<deprecatedID>{old}</deprecatedID>" if old else ""
    return f"""<?xml version='1.0' ?><data id="{form_id}" version="{version}" xmlns:orx="http://openrosa.org/xforms">
<start>2026-03-01T09:00:00.000+08:00</start><home><head>{head}</head><people>3</people><elderly>yes</elderly><wants>meal bath</wants></home>
<member><name>李示例</name><age>70</age></member><member><name>王示例</name><age>8</age></member><door/>{more}
<orx:meta><orx:instanceID>{instance or f"uuid:{uuid4()}"}</orx:instanceID>{deprecated}</orx:meta></data>""".encode()
