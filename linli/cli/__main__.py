"""`python -m linli.cli` is the same as `bin/linli`."""

import sys

from linli.cli.main import main

sys.exit(main(sys.argv[1:]))
