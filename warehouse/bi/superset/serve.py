"""Serves Superset on this machine alone, over the published warehouse: `make superset`.

Here belong Superset's state folder, the import of the bundle that lies beside this module, and the
start of the server. Superset itself runs in an environment of its own, which the Makefile sets up.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from warehouse.query import QueryError, open_published

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[2]
PROGRAMS: Final = ROOT / ".superset/venv/bin"
HOST: Final = "127.0.0.1"
USER: Final = "admin"


class ServeError(Exception):
    """Superset cannot be served; the message says why and names the cure."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Prepare what is not prepared yet, and become the server."""
    parser = argparse.ArgumentParser(prog="make superset", description="Serve Superset.")
    parser.add_argument("--port", type=int, default=8088)
    parser.add_argument("--state", type=Path, default=ROOT / ".superset/state")
    options = parser.parse_args(arguments)
    warehouse = Path(os.environ.get("PAPERHOUSE_HOME") or "data").absolute() / "warehouse.duckdb"
    try:
        require_startable(warehouse, options.port)
        state = options.state.absolute()
        prepare(state, warehouse)
        serve(state, warehouse, options.port)
    except (ServeError, QueryError) as error:
        sys.exit(f"Error: {error}")


def require_startable(warehouse: Path, port: int) -> None:
    """Make sure that there are a warehouse, an installed Superset and a free port.

    Raises:
        ServeError: If Superset is not installed or the port is taken.
        QueryError: If there is no warehouse, or the file cannot be opened.
    """
    open_published(warehouse).close()
    if not (PROGRAMS / "superset").exists():
        raise ServeError("Superset is not installed; `make superset` does that")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise ServeError(
                f"port {port} is taken, perhaps by another `make superset`; stop that program"
            ) from None


def prepare(state: Path, warehouse: Path) -> None:
    """Make the state folder what this version of the bundle needs; a second time costs nothing.

    Dashboards and charts that users made in it stay.

    Raises:
        ServeError: If Superset fails.
    """
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_secret(state / "secret_key")
    make_secret(state / "password")
    prepared = state / "prepared"
    version = bundle_version()
    if prepared.exists() and prepared.read_text(encoding="utf-8") == version:
        return
    sys.stdout.write("Preparing Superset; this takes a minute or two, once.\n")
    sys.stdout.flush()
    run_prepare(state, warehouse)
    prepared.write_text(version, encoding="utf-8")


def make_secret(path: Path) -> None:
    """Write a new secret that only this user can read, unless there is one."""
    path.touch(mode=0o600)
    # A start that was killed may have left it empty.
    if not path.stat().st_size:
        path.write_text(secrets.token_urlsafe(24), encoding="utf-8")


def bundle_version() -> str:
    """A hash of all that the state is made from: the bundle and the versions installed."""
    digest = hashlib.sha256()
    for path in [*sorted(HERE.rglob("*.yaml")), HERE / "requirements.txt"]:
        digest.update(path.relative_to(HERE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def run_prepare(state: Path, warehouse: Path) -> None:
    """Have Superset's own Python make the state; what it says goes to the log.

    Raises:
        ServeError: If it fails.
    """
    log = state / "superset.log"
    with (state / "password").open("rb") as password, log.open("ab") as output:
        done = subprocess.run(  # noqa: S603  (our own program)
            [PROGRAMS / "python", HERE / "prepare.py"],
            env=environment(state, warehouse),
            stdin=password,
            stdout=output,
            stderr=output,
            check=False,
        )
    if done.returncode:
        raise ServeError(f"Superset could not be prepared; the end of {log} says why")


def serve(state: Path, warehouse: Path, port: int) -> NoReturn:
    """Become the server; it says where it is when it answers, and logs into the state folder."""
    address = f"http://{HOST}:{port}/superset/dashboard/paperhouse/"
    password = (state / "password").read_text(encoding="utf-8")
    ready = f"Superset: {address} as {USER} with the password {password}"
    with (state / "superset.log").open("ab") as log:
        os.dup2(log.fileno(), sys.stderr.fileno())
    program = str(PROGRAMS / "gunicorn")
    os.execve(  # noqa: S606  (no shell is wanted)
        program,
        [
            program, "--config", str(HERE / "gunicorn_config.py"), "--bind", f"{HOST}:{port}",
            "superset.app:create_app()",
        ],
        environment(state, warehouse) | {"PAPERHOUSE_SUPERSET_READY": ready},
    )  # fmt: skip


def environment(state: Path, warehouse: Path) -> dict[str, str]:
    """The environment variables of Superset."""
    return dict(os.environ) | {
        "SUPERSET_CONFIG_PATH": str(HERE / "superset_config.py"),
        "PAPERHOUSE_SUPERSET_STATE": str(state),
        "PAPERHOUSE_SUPERSET_WAREHOUSE": str(warehouse),
    }


if __name__ == "__main__":
    main()
