"""Corruptions by the owner's hand, each with the check of the auditor that must name it.

The owner may disable triggers; he enables them again afterwards, so that it is the data that tells, not the trigger.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Corruption:
    """What is done, in SQL, and by which check it must be named. `table` has its triggers off meanwhile.

    Contents of bids are closed to the owner too; only the administrator of the cluster gets at them."""

    named_by: str
    what: str
    sql: str
    table: str = ""
    by: str = "linli_owner"

    def statements(self) -> list[str]:
        if not self.table:
            return [self.sql]
        switch = f"ALTER TABLE {self.table} {{}} TRIGGER USER"
        return [switch.format("DISABLE"), self.sql, "SET CONSTRAINTS ALL IMMEDIATE", switch.format("ENABLE")]


_SOME_EVENT = "id = (SELECT id FROM kernel_event WHERE verb = 'delivery.payment:pay' ORDER BY id LIMIT 1)"
_WINNER = "id = (SELECT winner_id FROM tenders_tender WHERE winner_id IS NOT NULL ORDER BY id LIMIT 1)"
_PAID = "id = (SELECT min(id) FROM delivery_payment WHERE state = 'paid')"
_ENTRY = "id = (SELECT max(id) FROM funds_entry WHERE amount > 0)"
_APPROVED = "approval_id = (SELECT min(id) FROM kernel_approval WHERE state = 'approved')"

JOURNAL = [
    Corruption(
        "journal.positions",
        "a position is cut out",
        "DELETE FROM kernel_journalposition WHERE position = 7",
        "kernel_journalposition",
    ),
    Corruption("journal.positions", "the head runs ahead", "UPDATE kernel_journalhead SET position = position + 1"),
    Corruption(
        "journal.placed",
        "the last position is taken away",
        "WITH gone AS (DELETE FROM kernel_journalposition WHERE position = (SELECT position FROM kernel_journalhead)"
        " RETURNING position) UPDATE kernel_journalhead SET position = position - 1 WHERE EXISTS (SELECT 1 FROM gone)",
        "kernel_journalposition",
    ),
    Corruption(
        "journal.leaves",
        "an amount in the journal",
        f"""UPDATE kernel_event SET facts = facts || '{{"amount": "1.00"}}' WHERE {_SOME_EVENT}""",
        "kernel_event",
    ),
    Corruption(
        "journal.leaves",
        "a moment in the journal",
        f"UPDATE kernel_event SET at = at - interval '1 second' WHERE {_SOME_EVENT}",
        "kernel_event",
    ),
    Corruption(
        "journal.leaves",
        "an outcome in the journal",
        f"UPDATE kernel_event SET outcome = 'refused' WHERE {_SOME_EVENT}",
        "kernel_event",
    ),
    Corruption(
        "journal.answers",
        "a key without an answer",
        "INSERT INTO kernel_idempotencykey (actor, verb, key, request_hash) VALUES ('x', 'y', 'z', '')",
    ),
]
RECORDS = [
    Corruption("changes.states", "a design back to draft", "UPDATE goals_design SET state = 'draft'", "goals_design"),
    Corruption("changes.counted", "a version back to one", "UPDATE goals_design SET version = 1", "goals_design"),
    Corruption(
        "approvals.order",
        "an office skipped",
        f"UPDATE kernel_approvalstep SET state = 'waiting' WHERE {_APPROVED} AND \"order\" = 1",
    ),
    Corruption(
        "approvals.persons",
        "the applicant signs",
        "UPDATE kernel_approvalstep AS s SET decided_by_id = a.applicant_id FROM kernel_approval AS a"
        f' WHERE a.id = s.approval_id AND {_APPROVED} AND s."order" = 1',
    ),
    Corruption(
        "approvals.persons",
        "somebody else's name under an opinion",
        "UPDATE kernel_approvalstep SET decided_by_id = (SELECT max(id) FROM parties_person)"
        f' WHERE {_APPROVED} AND "order" = 1',
    ),
]
GUARDS = [
    Corruption("database.triggers", "a trigger off", "ALTER TABLE kernel_event DISABLE TRIGGER USER"),
    Corruption("database.triggers", "a trigger dropped", "DROP TRIGGER queue_event ON kernel_event"),
    Corruption(
        "database.constraints",
        "a constraint dropped",
        "ALTER TABLE thread_project DROP CONSTRAINT project_paid_within_contract",
    ),
    Corruption("database.constraints", "a unique index dropped", "DROP INDEX tender_one_running"),
    Corruption("database.rights", "the journal opened to changes", "GRANT UPDATE ON kernel_event TO linli_app"),
    Corruption("database.rights", "the bids opened", "ALTER TABLE tenders_bid NO FORCE ROW LEVEL SECURITY"),
]
MONEY = [
    Corruption(
        "funds.balances",
        "an account grows",
        "UPDATE funds_account SET balance = balance + 1 WHERE id = (SELECT min(id) FROM funds_account WHERE balance > 0)",
    ),
    Corruption(
        "funds.chains",
        "a running balance changed",
        f"UPDATE funds_entry SET balance = balance + 1 WHERE {_ENTRY}",
        "funds_entry",
    ),
    Corruption(
        "funds.postings",
        "an entry changed",
        f"UPDATE funds_entry SET amount = amount - 1 WHERE {_ENTRY}",
        "funds_entry",
    ),
    Corruption("funds.whole", "an entry taken away", f"DELETE FROM funds_entry WHERE {_ENTRY}", "funds_entry"),
    Corruption(
        "funds.floors",
        "a floor above what is there",
        "ALTER TABLE funds_account DROP CONSTRAINT account_not_below_its_floor;"
        "UPDATE funds_account SET floor = balance + 1 WHERE id = (SELECT min(id) FROM funds_account WHERE balance > 0)",
    ),
    Corruption(
        "funds.sources",
        "an entry of another source",
        "UPDATE funds_entry AS e SET source_id = (SELECT min(id) FROM funds_fundsource WHERE id <> e.source_id)"
        f" WHERE {_ENTRY}",
        "funds_entry",
    ),
    Corruption(
        "funds.transit",
        "a transfer back in approval",
        "UPDATE funds_transfer SET state = CASE state WHEN 'in_approval' THEN 'done' ELSE 'in_approval' END",
    ),
    Corruption(
        "delivery.paid",
        "a payment changed",
        f"UPDATE delivery_payment SET amount = amount - 1 WHERE {_PAID}",
        "delivery_payment",
    ),
    Corruption("delivery.paid", "a total changed", "UPDATE thread_project SET paid_amount = paid_amount - 1"),
    Corruption(
        "delivery.milestones",
        "an instalment's total changed",
        "UPDATE delivery_milestone SET paid_amount = paid_amount - 1 WHERE paid_amount > 0",
        "delivery_milestone",
    ),
    Corruption(
        "delivery.ledger",
        "the ledger says less was spent",
        "UPDATE funds_account SET balance = balance - 1 WHERE stage = 'spent' AND balance > 0",
    ),
]
BIDS = [
    Corruption(
        "tenders.in_time",
        "a bid after the deadline",
        "UPDATE tenders_bid AS b SET submitted_at = t.bids_due FROM tenders_tender AS t WHERE t.winner_id = b.id",
    ),
    Corruption(
        "tenders.in_time",
        "a bid not counted",
        "UPDATE tenders_tender SET bid_count = bid_count - 1 WHERE bid_count > 0",
    ),
    Corruption(
        "tenders.sealed",
        "a bid's price changed",
        "UPDATE tenders_bidcontent AS c SET amount = c.amount - 1 FROM tenders_tender AS t WHERE t.winner_id = c.bid_id",
        by="postgres",
    ),
    Corruption(
        "tenders.sealed",
        "a bid's fingerprint changed",
        f"UPDATE tenders_bid SET sha256 = repeat('0', 64) WHERE {_WINNER}",
    ),
    Corruption("tenders.winner", "an invalid winner", f"UPDATE tenders_bid SET state = 'invalid' WHERE {_WINNER}"),
]
ALL = JOURNAL + RECORDS + GUARDS + MONEY + BIDS
