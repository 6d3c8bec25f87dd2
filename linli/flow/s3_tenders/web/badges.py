"""How states look in this room."""

from linli.flow.s3_tenders.models import Bid, Contract, Seat, Tender
from linli.flow.s3_tenders.states import FAMILY, BidState, ContractState, SeatState, TenderState
from linli.ui.status import Status

ICONS = {
    TenderState.DRAFT: "pencil",
    TenderState.PUBLISHED: "lock",
    TenderState.ANNOUNCED: "speakerphone",
    TenderState.FAILED: "ban",
    TenderState.CANCELLED: "ban",
}
BIDS = {
    BidState.SUBMITTED: Status("waiting", BidState.SUBMITTED.label, "lock"),
    BidState.WITHDRAWN: Status("none", BidState.WITHDRAWN.label, "arrow-back-up"),
    BidState.VALID: Status("done", BidState.VALID.label),
    BidState.INVALID: Status("danger", BidState.INVALID.label),
}
SEATS = {
    SeatState.DRAWN: Status("waiting", SeatState.DRAWN.label),
    SeatState.ACCEPTED: Status("done", SeatState.ACCEPTED.label),
    SeatState.DECLINED: Status("none", SeatState.DECLINED.label, "ban"),
}
CONTRACTS = {
    ContractState.DRAFT: Status("active", ContractState.DRAFT.label),
    ContractState.OFFERED: Status("active", ContractState.OFFERED.label),
    ContractState.SIGNED: Status("waiting", ContractState.SIGNED.label, "speakerphone"),
    ContractState.PUBLISHED: Status("done", ContractState.PUBLISHED.label),
}


def badge_of(tender: Tender) -> Status:
    return Status(FAMILY[tender.state], tender.get_state_display(), ICONS.get(TenderState(tender.state), ""))


def of_bid(bid: Bid) -> Status:
    return BIDS[BidState(bid.state)]


def of_seat(seat: Seat) -> Status:
    return SEATS[SeatState(seat.state)]


def of_contract(contract: Contract) -> Status:
    return CONTRACTS[ContractState(contract.state)]
