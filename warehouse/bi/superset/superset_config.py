"""Superset's settings. It is Superset that reads this file, in its own environment.

Here belong settings alone: the state and the warehouse come from `warehouse.bi.superset.serve`,
by two environment variables.
"""

import logging
import os
from pathlib import Path
from typing import Any

STATE = Path(os.environ["PAPERHOUSE_SUPERSET_STATE"])
WAREHOUSE = os.environ["PAPERHOUSE_SUPERSET_WAREHOUSE"]
BUNDLED_DATABASE = "warehouse.duckdb"

SECRET_KEY = (STATE / "secret_key").read_text(encoding="utf-8")
SQLALCHEMY_DATABASE_URI = f"sqlite:///{STATE / 'superset.db'}"
LOG_LEVEL = logging.WARNING

# The dataset of papers asks for the categories and keywords that the dashboard filters by.
FEATURE_FLAGS = {"ENABLE_TEMPLATE_PROCESSING": True}

# An answer that is kept would be one of the release before.
CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}

# The browser loads nothing from elsewhere: no counting pixel, no fonts, no maps.
TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,
}
THEME_FONT_URL_ALLOWED_DOMAINS: list[str] = []


def DB_CONNECTION_MUTATOR(  # noqa: N802  (Superset's name)
    uri: Any,  # noqa: ANN401  (an SQLAlchemy URL, which this environment may lack)
    parameters: dict[str, Any],
    *_: object,
) -> tuple[Any, dict[str, Any]]:
    """Put the published file where the bundle has a bare name: its path is no part of the bundle.

    Superset calls this for every query and opens a new connection each time, so a release that
    took the place of the file is what the next query reads.
    """
    if uri.drivername == "duckdb" and uri.database == BUNDLED_DATABASE:
        return uri.set(database=WAREHOUSE), parameters
    return uri, parameters
