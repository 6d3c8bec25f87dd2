"""What a GET leaves behind on a connection does not reach the transaction after it."""

import pytest
from django.db import InternalError, transaction

from linli.kernel.models import Approval
from linli.kernel.readonly import read_only


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_begins_after_a_get_may_write() -> None:
    with read_only():
        assert Approval.objects.count() == 0
    with transaction.atomic():
        assert Approval.objects.select_for_update().first() is None


@pytest.mark.django_db(transaction=True)
def test_one_that_begins_within_it_may_not() -> None:
    with read_only(), pytest.raises(InternalError, match="read-only"), transaction.atomic():
        Approval.objects.select_for_update().first()
