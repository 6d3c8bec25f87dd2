"""A database that is newer than the program is told from one that is merely older, or has squashed history."""

import pytest

from linli.cli.migrate import check_not_newer
from linli.cli.schema import compare
from linli.cli.words import Refusal

KNOWN = {("kernel", "0001"), ("kernel", "0002"), ("axes", "0009")}
OWN = {"kernel"}


def test_an_older_database_is_pending_only() -> None:
    assert compare({("kernel", "0001")}, KNOWN, OWN) == {"unknown": [], "pending": ["axes.0009", "kernel.0002"]}


def test_other_peoples_squashed_migrations_are_no_sign() -> None:
    assert compare(KNOWN | {("axes", "0001")}, KNOWN, OWN) == {"unknown": [], "pending": []}


@pytest.mark.parametrize("later", [("kernel", "0003"), ("deliberation", "0001")])
def test_our_own_later_migration_is_refused(later: tuple[str, str]) -> None:
    found = compare(KNOWN | {later}, KNOWN, OWN)
    with pytest.raises(Refusal, match="newer than the program"):
        check_not_newer(found)


def test_the_present_one_is_not_refused() -> None:
    check_not_newer(compare(KNOWN, KNOWN, OWN))
