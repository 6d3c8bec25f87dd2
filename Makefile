# Thin: each target hands over to one command. Options: make run ARGS="--port 8080 --var /srv/linli"
ARGS ?=
.PHONY: run setup test check bench shots faults crawl

run:
	@bin/linli up $(ARGS)

setup:
	@bin/linli setup $(ARGS)

test:
	@bin/linli setup --tests && .venv/bin/python tests/run.py $(ARGS)

check:
	@bin/linli setup --tests && .venv/bin/python tools/check.py $(ARGS)

faults:
	@bin/linli setup --tests && .venv/bin/python -m tests.faults $(ARGS)

bench:
	@bin/linli setup && .venv/bin/python -m bench $(ARGS)

shots:
	@bin/linli setup --tests && .venv/bin/python tools/shots.py $(ARGS)

crawl:
	@bin/linli setup --tests && .venv/bin/python -m tests.crawl $(ARGS)
