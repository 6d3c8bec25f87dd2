"""Every corruption that the owner of the tables can make is named by the auditor; an honest district has none."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from linli.demo import build
from linli.demo.program import Slot
from linli.kernel import audit, files, journal
from linli.kernel.models import StoredFile
from tests.faults.corruptions import ALL, Corruption

pytestmark = pytest.mark.faults
CONTENT = b"what was stored"


def become(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")


@pytest.fixture(scope="module")
def _built(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """A whole purchase, told by the application's role on a connection that can put the owner on, and taken back."""
    with django_db_blocker.unblock():
        application = connection.settings_dict["USER"]
        connection.close()
        connection.settings_dict["USER"] = "postgres"
        try:
            with transaction.atomic():
                become("linli_app")
                build.build(chosen=[Slot(720)])
                journal.sequence()
                yield
                transaction.set_rollback(True)
        finally:
            connection.close()
            connection.settings_dict["USER"] = application


@pytest.fixture
def district(_built: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def named() -> dict[str, list[str]]:
    return {check.name: found for check, found in audit.run() if found}


@pytest.mark.usefixtures("district")
def test_an_honest_district_has_no_fault() -> None:
    out = StringIO()
    call_command("audit", stdout=out)
    assert f"{len(audit.every())} 项核对，0 处不符" in out.getvalue()
    assert {corruption.named_by for corruption in ALL} | {"files.whole"} == {check.name for check in audit.every()}


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("corruption", ALL, ids=lambda one: f"{one.named_by}: {one.what}")
def test_the_auditor_names_it(corruption: Corruption) -> None:
    become(corruption.by)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in corruption.statements():
            cursor.execute(statement)
    become("linli_app")
    assert corruption.named_by in named()
    with pytest.raises(CommandError, match="处不符"):
        call_command("audit", stdout=StringIO())


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("fault", ["changed", "missing"])
def test_the_auditor_names_spoilt_files(fault: str) -> None:
    StoredFile.objects.create(sha256="0" * 64, name="a.pdf", media_type="application/pdf", size=len(CONTENT))
    path = files.path_of("0" * 64)
    if fault == "changed":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(CONTENT)
    try:
        assert named().keys() == {"files.whole"}
    finally:
        path.unlink(missing_ok=True)
