"""Many stories told at once, in the order of their days.

A story is a generator: it does something, then yields the moment at which it goes on. The teller runs all stories under
a travelled clock, always the earliest first, so that the journal of the demo district is in the order of time, as the
journal of a real one would be.
"""

import heapq
from collections.abc import Generator, Iterable
from datetime import datetime
from itertools import count

from linli.kernel import clock

Story = Generator[datetime, None, None]


def tell(stories: Iterable[tuple[datetime, Story]], until: datetime) -> int:
    """Run every story from its beginning until it ends or its next moment lies after `until`; returns the scenes told."""
    order = count()
    waiting = [(begins, next(order), story) for begins, story in stories]
    heapq.heapify(waiting)
    scenes = 0
    while waiting and waiting[0][0] <= until:
        moment, _turn, story = heapq.heappop(waiting)
        with clock.travelled(moment):
            following = next(story, None)
        scenes += 1
        if following is not None:
            heapq.heappush(waiting, (max(following, moment), next(order), story))
    return scenes
