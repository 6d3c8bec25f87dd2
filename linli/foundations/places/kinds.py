"""The kinds of organisation that places know of; `parties` defines them all and stands above this room."""

CIVIL_AFFAIRS = "civil_affairs"
TOWN = "town"
COMMUNITY = "community"
OPERATOR = "operator"
