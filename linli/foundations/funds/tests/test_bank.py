"""Bank statements: what banks export, the same twice, overlaps, suggestions, and both sides of what is unmatched."""

import contextlib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from linli.foundations.funds import actions, ledger
from linli.foundations.funds.bank import matching, reading
from linli.foundations.funds.models import BankAccount, BankLine, BankMatch, BankStatement, Refund
from linli.foundations.funds.tests.houses import District
from linli.foundations.places import sheets
from linli.kernel import clock, hooks
from linli.kernel.errors import NotAllowed, Refusal, Refusals
from linli.kernel.models import Event

HEADS = ["交易日期", "借方发生额（支取）", "贷方发生额（收入）", "余额", "对方户名", "摘要", "交易流水号"]


def rows(*more: list[str]) -> list[list[str]]:
    return [
        ["示例银行　账户交易明细"],
        ["账号：0000", "", "币种：人民币"],
        HEADS,
        ["20260701", "", "１，５００.００", "1,500.00", "示例社工中心(演示)", "退款 示例0001", "A1"],
        ["2026/7/2", "228,800.00", "", "-227,300.00", "示例社工中心（演示）", "转账 25117000001", "A2"],
        *more,
        ["合计", "228,800.00", "1,500.00"],
        ["", "", ""],
    ]


@pytest.fixture
def district(db: Any) -> District:
    return District()


@pytest.fixture
def account(district: District) -> BankAccount:
    return actions.open_account(
        owner=district.finance,
        name="示例零余额账户",
        bank="示例银行",
        number="0000 1234 5678",
        actor=district.treasurer,
    )


def brought(account: BankAccount, district: District, given: list[list[str]], sha256: str = "a" * 64) -> BankStatement:
    return actions.import_statement(account, rows=given, file_name="示例.csv", sha256=sha256, actor=district.treasurer)


def test_a_common_export_is_read() -> None:
    found = reading.read(rows())
    assert [(one.on, one.amount, one.balance) for one in found] == [
        (date(2026, 7, 1), Decimal("1500.00"), Decimal("1500.00")),
        (date(2026, 7, 2), Decimal("-228800.00"), Decimal("-227300.00")),
    ]
    assert found[1].counterparty == "示例社工中心(演示)"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_in_both_encodings(encoding: str) -> None:
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows())
    upload = SimpleUploadedFile("对账单.csv", text.encode(encoding))
    assert len(reading.read(sheets.rows_of(upload))) == 2


def test_excel_with_amount_and_side(tmp_path: Any) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["记账日期", "收支标志", "交易金额", "交易对手名称", "附言"], [date(2026, 7, 3), "支出", 12.5, "示例公司", "货款"],
                ["2026年7月4日", "收入", "12.50", "示例公司", "退款"]):  # fmt: skip
        sheet.append(row)
    file = tmp_path / "x.xlsx"
    book.save(file)
    found = reading.read(sheets.rows_of(SimpleUploadedFile("x.xlsx", file.read_bytes())))
    assert [one.amount for one in found] == [Decimal("-12.50"), Decimal("12.50")]


def test_unknown_headings_are_named_and_may_be_told_once(account: BankAccount, district: District) -> None:
    given = [["办理日", "付出", "存进"], ["2026-07-01", "5.00", ""]]
    with pytest.raises(Refusal, match="文件的列名是：办理日、付出、存进"):
        brought(account, district, given)
    columns = {"on": "办理日", "out": "付出", "in": "存进"}
    actions.import_statement(
        account, rows=given, file_name="x.csv", sha256="b" * 64, actor=district.treasurer, columns=columns
    )
    account.refresh_from_db()
    assert account.columns == columns
    brought(account, district, [given[0], ["2026-07-02", "", "6.00"]])
    assert list(BankLine.objects.order_by("pk").values_list("amount", flat=True)) == [-5, 6]


def test_wrong_rows_are_named_and_nothing_comes_in(account: BankAccount, district: District) -> None:
    wrong = [
        ["2026-13-01", "1.00", ""], ["2026-07-05", "一百", ""], ["2026-07-05", "1.005", ""], ["2026-07-05", "1", "2"],
        ["2026-07-05", "", ""],
    ]  # fmt: skip
    with pytest.raises(Refusals) as caught:
        brought(account, district, rows(*wrong))
    told = [str(one.message) for one in caught.value.each]
    assert told[0] == "第 6 行：“2026-13-01”不是日期。"
    assert "第 7 行：“一百”不是金额。" in told
    assert "第 8 行：金额 1.005 超过两位小数。" in told
    assert "第 9 行：收入和支出都有金额。" in told
    assert "第 10 行：没有金额。" in told
    assert not BankStatement.objects.exists()


def test_the_same_statement_twice_is_refused(account: BankAccount, district: District) -> None:
    brought(account, district, rows())
    with pytest.raises(Refusal, match=r"已于 .* 导入过（示例\.csv）"):
        brought(account, district, rows())
    with pytest.raises(Refusal, match="2 笔明细都已经导入过"):
        brought(account, district, rows(), sha256="c" * 64)
    assert BankLine.objects.count() == 2


def test_of_an_overlap_only_the_new_lines_come_in(account: BankAccount, district: District) -> None:
    same = ["2026-07-03", "10.00", "", "", "示例公司", "手续费", ""]
    brought(account, district, rows(same, same))
    assert BankLine.objects.count() == 4
    fresh = ["2026-07-04", "11.00", "", "", "示例公司", "手续费", ""]
    new, known = actions.bank.compare(account, reading.read(rows(same, same, fresh)))
    assert [len(new), known] == [1, 4]
    second = brought(account, district, rows(same, same, fresh), sha256="d" * 64)
    assert second.known == 4
    assert BankLine.objects.count() == 5


def refunded(district: District, account: BankAccount) -> tuple[BankLine, Refund]:
    ledger.reserve(district.source, 7, Decimal(900), actor=district.treasurer)
    ledger.commit_for(7, Decimal(900), actor=district.treasurer)
    ledger.spend_for(7, Decimal(900), actor=district.treasurer)
    made = actions.refund(
        project_key=7, provider=district.provider, amount=Decimal("150.00"), voucher="示例0001",
        received_on=clock.today(), reason="服务人次不足", actor=district.treasurer,
    )  # fmt: skip
    on = (clock.today() + timedelta(days=2)).isoformat()
    brought(account, district, [HEADS, [on, "", "150.00", "", "示例社工中心(演示)", "退款示例0001", "A9"]])
    return BankLine.objects.get(), made


def test_a_suggestion_says_why_and_a_person_confirms_it(account: BankAccount, district: District) -> None:
    line, made = refunded(district, account)
    (told,) = matching.suggestions([line])[line.pk]
    assert [told.candidate.key, told.score] == [("funds.refund", made.pk), 96]
    assert told.reasons == ("金额一致", "相差 2 天", "户名一致", "附言中有 示例0001")
    assert matching.unmatched_lines(account) == [line]
    with pytest.raises(NotAllowed):
        actions.match(line, subject_type="funds.refund", subject_id=made.pk, actor=district.bidder)
    found = actions.match(line, subject_type="funds.refund", subject_id=made.pk, actor=district.treasurer)
    assert matching.unmatched_lines(account) == []
    assert matching.suggestions([line])[line.pk] == []
    with pytest.raises(Refusal, match="已经匹配"):
        actions.match(line, subject_type="funds.refund", subject_id=made.pk, actor=district.treasurer)
    with pytest.raises(Refusal, match="没有填写撤销理由"):
        actions.unmatch(found, reason=" ", actor=district.treasurer)
    actions.unmatch(found, reason="另一笔才是", actor=district.treasurer)
    assert matching.unmatched_lines(account) == [line]
    noted = Event.objects.filter(verb="funds.bank:match", outcome="done").latest("pk")
    assert "社工" not in noted.subject_text
    again = actions.match(line, subject_type="funds.refund", subject_id=made.pk, actor=district.treasurer)
    assert BankMatch.objects.count() == 2
    assert again.undone_at is None


def test_what_does_not_agree_is_not_matched(account: BankAccount, district: District) -> None:
    line, made = refunded(district, account)
    for key in (("funds.refund", made.pk + 1), ("delivery.payment", made.pk)):
        with pytest.raises(Refusal, match="与所选事项不符"):
            actions.match(line, subject_type=key[0], subject_id=key[1], actor=district.treasurer)


def test_both_sides_of_what_is_unmatched(account: BankAccount, district: District) -> None:
    line, made = refunded(district, account)
    Refund.objects.filter(pk=made.pk).update(received_on=line.on)
    assert [one.key for one in matching.unmatched_candidates(account)] == [("funds.refund", made.pk)]
    actions.match(line, subject_type="funds.refund", subject_id=made.pk, actor=district.treasurer)
    assert matching.unmatched_candidates(account) == []


def test_who_sees_and_who_imports(account: BankAccount, district: District) -> None:
    assert list(BankAccount.objects.visible_to(district.treasurer)) == [account]
    assert not BankAccount.objects.visible_to(district.clerk)
    for actor in (district.clerk, district.leader, district.bidder):
        with pytest.raises(NotAllowed):
            actions.import_statement(account, rows=rows(), file_name="x", sha256="e" * 64, actor=actor)


def test_the_rooms_above_tell_their_payments() -> None:
    assert any("paid_between" in function.__name__ for function in hooks._registered["bank.candidates"])


@given(st.lists(st.lists(st.text(max_size=12), max_size=8), max_size=12))
def test_whatever_a_file_holds_it_is_read_or_refused(given_rows: list[list[str]]) -> None:
    with contextlib.suppress(Refusal):
        reading.read([HEADS, *given_rows])
