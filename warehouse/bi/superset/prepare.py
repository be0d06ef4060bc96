"""Makes Superset's state. It is Superset's own Python that runs this file, for its commands.

Here belong its database, its user and the import of the bundle that lies beside this file. Here
must not be where the state lies and when it is made (`warehouse.bi.superset.serve`).
"""

import sys
from pathlib import Path

from flask.cli import ScriptInfo  # type: ignore[import-not-found]
from superset.app import create_app  # type: ignore[import-not-found]
from superset.cli.main import superset  # type: ignore[import-not-found]

USER = "admin"


def main(password: str) -> None:
    """Make or upgrade the database, the user and the roles, and import the bundle.

    All in one process, as Superset takes long to load. What users made themselves stays; the
    bundle's own charts become what the bundle says.
    """
    app = create_app()
    for command in (
        ["db", "upgrade"],
        [
            "fab", "create-admin", "--username", USER, "--password", password,
            "--firstname", "Local", "--lastname", "Admin", "--email", "admin@localhost",
        ],
        ["init"],
    ):  # fmt: skip
        superset.main(command, standalone_mode=False, obj=ScriptInfo(create_app=lambda _=None: app))
    with app.app_context():
        import_bundle(Path(__file__).parent)


def import_bundle(folder: Path) -> None:
    """Import every database, dataset, chart and dashboard of a folder, over those of before."""
    # These need an application to be loaded.
    from superset import security_manager  # type: ignore[import-not-found]  # noqa: PLC0415
    from superset.commands.importers.v1.assets import (  # type: ignore[import-not-found]  # noqa: PLC0415
        ImportAssetsCommand,
    )
    from superset.utils.core import override_user  # type: ignore[import-not-found]  # noqa: PLC0415

    contents = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.yaml")
    }
    with override_user(security_manager.find_user(USER)):
        ImportAssetsCommand(contents).run()


if __name__ == "__main__":
    main(sys.stdin.read())
