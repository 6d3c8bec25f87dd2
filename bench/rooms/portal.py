"""The public list with 1,000 and 100,000 projects, the API's list, kept pages; each against the bare page in this run."""

import http.client
import statistics
import time
from collections.abc import Iterator

from bench.registry import Row, room
from bench.server import BARE, Bench
from linli.cli.words import Refusal

FEW, MANY = 1_000, 100_000
PAGE = 20
LIST, API = "/public/projects/", "/api/v1/projects?size=100"
FILL = "from bench.portal_data import build; build({count})"


@room("portal")
def measure(bench: Bench) -> Iterator[Row]:
    """Pages that no memory holds yet (each address is asked once), then the kept one."""
    bench.shell(FILL.format(count=FEW))
    few = fresh(bench, FEW)
    bare = bench.p50(BARE)
    yield Row("portal.list_1k", few, "ms", ratio=few / bare, target=8)
    bench.shell(FILL.format(count=MANY))
    with bench.owner() as owner:
        owner.execute("VACUUM ANALYZE")
    many, again = fresh(bench, MANY), bench.p50(BARE)
    yield Row("portal.list_100k", many, "ms", ratio=many / again, target=8)
    yield Row("portal.list_100k_against_1k", many, "ms", ratio=(many / again) / (few / bare), target=1.3)
    api = once(bench, [f"{API}&page={page}" for page in range(1, 201)])
    yield Row("portal.api_100_projects", api, "ms", ratio=api / again, target=4)
    rate, kept = bench.rate(BARE), bench.rate(LIST)
    yield Row("portal.kept_page_rate", kept, "1/s", ratio=kept / rate, target=0.6, at_least=True)


def fresh(bench: Bench, count: int) -> float:
    """Median of 200 pages spread over the whole list, the far end included."""
    pages = count // PAGE
    return once(bench, [f"{LIST}?page={1 + number * pages // 200}&n={number}" for number in range(200)])


def once(bench: Bench, paths: list[str]) -> float:
    """Median milliseconds of these addresses, each asked once over one kept connection, after ten to warm up."""
    connection = http.client.HTTPConnection("127.0.0.1", bench.server.port, timeout=60)
    spent = []
    for path in [*(f"{LIST}?warm={number}" for number in range(10)), *paths]:
        begun = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise Refusal(f"{path} 返回 {answer.status}。", f"{path} answers {answer.status}.")
        spent.append((time.perf_counter() - begun) * 1000)
    connection.close()
    return statistics.median(spent[10:])
