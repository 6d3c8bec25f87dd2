#!/bin/sh
# Lock the requirements anew: exact versions with hashes, for Python 3.11 to 3.13, without naming any index.
set -e
cd "$(dirname "$0")"
lock() { uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links "$@"; }
lock base.in -o base.txt
lock test.in -c base.txt -o test.txt
lock postgres.in --no-deps -o postgres.txt
