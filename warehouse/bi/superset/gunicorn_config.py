"""How gunicorn serves Superset. It is gunicorn that reads this file.

Here belongs what the command line of `warehouse.bi.superset.serve` does not say.
"""

import os
import sys

# One process: DuckDB shares a file's pages between its threads.
workers = 1
worker_class = "gthread"
threads = 8
# Loaded first, so that the server answers as soon as it is ready.
preload_app = True
timeout = 120
loglevel = "warning"


def when_ready(_: object) -> None:
    """Say where the server is."""
    sys.stdout.write(os.environ["PAPERHOUSE_SUPERSET_READY"] + "\n")
    sys.stdout.flush()
