"""The ledger in other programs' hands: beancount accepts it and comes to the same balances."""

import csv
import io
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from linli.foundations.funds import actions, ledger
from linli.foundations.funds.models import Account, Posting
from linli.foundations.funds.tests.test_pages import as_
from linli.foundations.funds.tests.test_setting_aside import Bureaus

BEAN_CHECK = Path(sys.executable).parent / "bean-check"


@pytest.fixture
def district(db: Any) -> Bureaus:
    made = Bureaus()
    actor = made.treasurer
    earmark = actions.set_aside(made.source, title='养老"专项"\\', purpose="A01", amount=Decimal(300), actor=actor)
    actions.change_earmark(earmark, amount=Decimal(310), reason="追加\n两行", actor=actor)
    ledger.reserve(made.source, 7, Decimal(400), actor=actor, title="=1+1", purpose="A0102", place=made.town_place)
    ledger.commit_for(7, Decimal(350), actor=actor)
    ledger.spend_for(7, Decimal("120.35"), actor=actor)
    ledger.reverse_for(7, Decimal("20.05"), actor=actor)
    return made


def balances(file: Path) -> dict[str, Decimal]:
    """What beancount itself comes to, from the transactions alone."""
    from beancount import loader
    from beancount.core.data import Transaction

    entries, errors, _options = loader.load_file(str(file))
    assert not errors, errors
    sums: dict[str, Decimal] = {}
    for entry in entries:
        for side in entry.postings if isinstance(entry, Transaction) else ():
            sums[side.account] = sums.get(side.account, Decimal(0)) + side.units.number
    return sums


def test_bean_check_accepts_it_and_every_balance_is_ours(district: Bureaus, tmp_path: Path) -> None:
    file = tmp_path / "ledger.beancount"
    call_command("funds", "export", "--format", "beancount", str(file))
    subprocess.run([BEAN_CHECK, file], check=True, capture_output=True)
    ours = dict(Account.objects.filter(sequence__gt=0).values_list("code", "balance"))
    assert balances(file) == ours
    assert f"balance Expenses:F{district.source.pk}:E" in file.read_text()
    assert 'event: "' in file.read_text()


def test_bean_check_refuses_a_changed_fen(district: Bureaus, tmp_path: Path) -> None:
    file = tmp_path / "ledger.beancount"
    call_command("funds", "export", str(file))
    text = file.read_text()
    file.write_text(text.replace("-120.35 CNY", "-120.36 CNY", 1))
    assert subprocess.run([BEAN_CHECK, file], check=False, capture_output=True).returncode != 0


def test_an_empty_ledger_is_accepted(db: Any, tmp_path: Path) -> None:
    file = tmp_path / "ledger.beancount"
    call_command("funds", "export", str(file))
    subprocess.run([BEAN_CHECK, file], check=True, capture_output=True)


def test_csv_and_excel_hold_every_entry_and_run_nothing(district: Bureaus, tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("funds", "export", "--format", "csv", stdout=out)
    rows = list(csv.reader(io.StringIO(out.getvalue().removeprefix("\ufeff"))))
    entries = sum(posting.size for posting in Posting.objects.all())
    assert len(rows) == entries + 1
    assert sum(Decimal(row[12]) for row in rows[1:]) == 0
    assert "'=1+1" in {row[4] for row in rows}
    file = tmp_path / "ledger.xlsx"
    call_command("funds", "export", "--format", "xlsx", str(file))
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    assert sheet.max_row == entries + 1


def test_who_sees_every_source_takes_it_from_the_page(district: Bureaus, settings: Any, tmp_path: Path) -> None:
    settings.REQUIRE_MFA = False
    client, file = as_(district.treasurer), tmp_path / "ledger.beancount"
    assert "/funds/ledger/beancount/" in client.get("/funds/accounts/").content.decode()
    file.write_bytes(client.get("/funds/ledger/beancount/").content)
    assert balances(file) == dict(Account.objects.filter(sequence__gt=0).values_list("code", "balance"))
    table = openpyxl.load_workbook(io.BytesIO(client.get("/funds/ledger/table/").content)).active
    assert table is not None
    assert table.max_row == sum(posting.size for posting in Posting.objects.all()) + 1
    for stranger in (district.clerk, district.bidder):
        assert as_(stranger).get("/funds/ledger/beancount/").status_code == 403
        assert as_(stranger).get("/funds/ledger/table/").status_code == 403
    assert "/funds/ledger/" not in as_(district.clerk).get("/funds/accounts/").content.decode()


def test_the_audit_command_says_so(district: Bureaus, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    call_command("funds", "audit", stdout=out)
    assert "资金账相符" in out.getvalue()
    monkeypatch.setattr("linli.foundations.funds.audit.faults", lambda: iter(["科目不符"]))
    with pytest.raises(CommandError, match="1 处不符"):
        call_command("funds", "audit", stderr=io.StringIO())
