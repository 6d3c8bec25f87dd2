"""Who may look at places, import them, mark pilots and register a year's figures."""

from linli.foundations.places.kinds import CIVIL_AFFAIRS, COMMUNITY, OPERATOR, TOWN
from linli.kernel.permissions import covered, grant, kind, role, signed_in, system

civil_affairs_clerk = kind(CIVIL_AFFAIRS) & role("clerk")

grant("places.place:view", signed_in)
grant("places.place:import", civil_affairs_clerk | (kind(OPERATOR) & role("operator")) | system)
grant("places.place:mark_pilot", civil_affairs_clerk | system)
grant("places.place:unmark_pilot", civil_affairs_clerk | system)
grant("places.place:record_year", (kind(CIVIL_AFFAIRS, TOWN, COMMUNITY) & role("clerk") & covered("code")) | system)
grant("places.year:import", (kind(CIVIL_AFFAIRS, TOWN, COMMUNITY) & role("clerk")) | system)
