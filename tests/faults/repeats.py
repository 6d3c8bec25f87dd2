"""Repeats: each request is sent three times over a network that loses requests and answers, one after the other or at once."""

import threading

from tests.cli.service import Service
from tests.faults import checks
from tests.faults.clients import Write, Writer, a_change_of_funds, a_voice
from tests.faults.proxy import between

TIMES = 3
OTHER_CONTENT = "内容不同，没有办理"
"""What the refusal of a key with another body says."""


def writers(service: Service, port: int, keyed: bool) -> tuple[Writer, Writer]:
    """The treasurer and the clerk, signed in over a whole network; what they send goes to `port`."""
    place, source = checks.places(service)
    both = Writer(port, 0, place, source, keyed), Writer(port, 1, place, source, keyed)
    for one in both:
        one.client.port = service.port
        one.client.sign_in(one.username)
        one.client.port = port
    return both


def send(writer: Writer, write: Write, at_once: bool) -> None:
    if not at_once:
        for _ in range(TIMES):
            writer.send(write)
        return
    threads = [threading.Thread(target=writer.send, args=[write]) for _ in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)


def run(rounds: int, service: Service, *, keyed: bool = True) -> str:
    """Raises AssertionError for a request with more than one effect, or with different answers."""
    with between(service.port) as proxy:
        treasurer, clerk = writers(service, proxy.port, keyed)
        writes = []
        for number in range(rounds):
            writer = treasurer if keyed and number % 3 == 0 else clerk
            write = a_change_of_funds(writer.source, 20_000 + number) if writer is treasurer else a_voice(writer.place)
            send(writer, write, at_once=number % 2 == 1)
            writer.client.port = service.port
            assert writer.send(write), f"the last sending was not answered: {writer.statuses}"
            writer.client.port = proxy.port
            writes.append(write)
        lost = len(proxy.fates) - proxy.fates.count("whole")
    checks.check_writes(service, writes)
    if keyed:
        _another_body(service, clerk, writes)
    audited = checks.check_audit(service)
    return (
        f"{rounds} requests sent {TIMES} times, {lost} of {len(proxy.fates)} lost: one effect and one answer; {audited}"
    )


def _another_body(service: Service, clerk: Writer, writes: list[Write]) -> None:
    """The key of a voice with other words: refused, and nothing is there of it."""
    clerk.client.port = service.port
    used = next(one for one in writes if "content" in one.data)
    other = a_voice(clerk.place)
    other.key = used.key
    assert not clerk.send(other)
    assert OTHER_CONTENT in clerk.pages[422]
    assert not checks.stored(service)[other.mark]


def control(service: Service) -> str:
    """Without keys the same requests have more than one effect, and the check says so."""
    try:
        run(6, service, keyed=False)
    except AssertionError as found:
        if "more than once" in str(found):
            return str(found)
    raise AssertionError("requests without keys were sent several times, and the check noticed nothing")
