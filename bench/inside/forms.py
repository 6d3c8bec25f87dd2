"""Forms to be filled in by the hundred a second, and data of half a thousand columns to be taken out."""

import io
import resource
import time
from typing import Any

import openpyxl
from django.core.files.base import ContentFile
from django.db import connection

from bench.inside import people
from linli.foundations.forms import actions
from linli.foundations.forms.export import book, columns, streams
from linli.foundations.forms.models import Form, FormVersion, Submission
from linli.kernel import rls
from linli.kernel.actor import Actor

QUESTIONS, WIDE = 22, 502
INTAKE, EXPORT = "bench_intake", "bench_wide"
_COPY = (
    "INSERT INTO xforms_submission (version, created_at, form_id, form_version_id, instance_id, is_current, xml, digest, answers,"
    " complete, organisation_id, place_code, road, received_at, state, reason)"
    " SELECT 1, now(), %s, %s, 'uuid:' || n, true, '<data/>', md5(n::text) || md5(n::text),"
    " (SELECT jsonb_object_agg('q' || c, 'answer ' || c || ' of ' || n) FROM generate_series(1, %s::bigint) c),"
    " true, %s, '320117', 'phone', now(), 'received', '' FROM generate_series(%s::bigint, %s::bigint) n"
)


def _actor() -> Actor:
    return people.actor("civil_affairs", people.DISTRICT, "clerk")


def _published(form_id: str, survey: list[list[str]]) -> FormVersion:
    found = FormVersion.objects.filter(form__form_id=form_id, state="published").first()
    if found is not None:
        return found
    made = openpyxl.Workbook()
    made.remove(made.active)  # type: ignore[arg-type]
    for name, rows in (
        ("survey", [["type", "name", "label"], *survey]),
        ("settings", [["form_id", "version"], [form_id, "1"]]),
    ):
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    actor = _actor()
    version = actions.upload(actor=actor, workbook=ContentFile(out.getvalue(), f"{form_id}.xlsx"), purpose="other")
    return actions.publish(version, actor=actor)


def intake() -> dict[str, str]:
    """A form of 22 questions and a repeat, and a key for it."""
    survey = [["text", f"q{n}", f"问题 {n}"] for n in range(QUESTIONS)]
    survey += [["begin repeat", "member", "成员"], ["text", "name", "姓名"], ["integer", "age", "年龄"], ["end repeat"]]
    _published(INTAKE, survey)
    key: Any = actions.issue_key(actor=_actor())
    return {"path": f"/openrosa/key/{key.token}/submission", "form": INTAKE}


def stored() -> int:
    with rls.working_on("duty", "audit"):
        return Submission.objects.filter(form__form_id=INTAKE).count()


def fill(rows: int) -> int:
    """A form of 502 questions (510 columns with the fixed ones), filled up to so many submissions."""
    version = _published(EXPORT, [["text", f"q{n}", f"问题 {n}"] for n in range(1, WIDE + 1)])
    sent = Submission.objects.filter(form_id=version.form_id)
    with rls.working_on("form", version.form_id), connection.cursor() as cursor:
        cursor.execute(_COPY, [version.form_id, version.pk, WIDE, _actor().organisation_id, sent.count() + 1, rows])
        return sent.count()


def taken_out(kind: str) -> dict[str, float]:
    """Seconds by the clock and of this process's own work, bytes and the highest memory (MB) of a whole export; asked in a process of its own."""
    form, actor = Form.objects.get(form_id=EXPORT), _actor()
    begun, worked = time.perf_counter(), time.process_time()
    if kind == "xlsx":
        with book.written(form, actor, "", personal=False) as file:
            size = file.seek(0, 2)
    else:
        (table,) = columns.tables_of(form, personal=False)
        size = sum(len(part) for part in streams.csv_rows(table, form, actor, ""))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    own = time.process_time() - worked
    return {"seconds": time.perf_counter() - begun, "processor": own, "bytes": size, "memory": peak}
