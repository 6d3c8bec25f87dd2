# Thin: each target hands over to one command. Options: make run ARGS="--port 8080 --var /srv/linli"
ARGS ?=
.PHONY: run setup

run:
	@bin/linli up $(ARGS)

setup:
	@bin/linli setup $(ARGS)

