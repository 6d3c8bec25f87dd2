"""The tables of the implementation (组织实施)."""

from linli.flow.s4_delivery.models.batch import PaymentBatch
from linli.flow.s4_delivery.models.delivery import Delivery
from linli.flow.s4_delivery.models.milestone import Milestone, ProgressReport, ReportValue
from linli.flow.s4_delivery.models.payment import Payment
from linli.flow.s4_delivery.models.record import ServiceRecord

__all__ = ["Delivery", "Milestone", "Payment", "PaymentBatch", "ProgressReport", "ReportValue", "ServiceRecord"]
