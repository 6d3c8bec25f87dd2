"""Made-up voices to be gathered into groups: seconds, and the most memory that this process ever took (MB)."""

import resource
import time

from linli.flow.s1_needs.analysis import clusters, sensitivity
from linli.flow.s1_needs.tests.made_up import voices


def gathered(count: int) -> dict[str, float]:
    """Gather so many texts."""
    texts = [text for _subject, text in voices(count, seed=11)]
    begun = time.perf_counter()
    found = clusters.gather(texts)
    spent = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": spent, "memory": memory, "groups": len(found)}


def steady(count: int) -> float:
    """Seconds to try all weightings on a list of so many needs."""
    rows = [sensitivity.Row(n, (n % 5 + 1, n // 5 % 5 + 1, n // 25 % 5 + 1, n // 125 % 5 + 1)) for n in range(count)]
    weights = {"breadth": 30, "urgency": 25, "vulnerability": 25, "gap": 20}
    begun = time.perf_counter()
    sensitivity.steadiness(rows, weights, top=10)
    return time.perf_counter() - begun
