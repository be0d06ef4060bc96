"""Whether a warehouse is right: the rules of every table, run by Great Expectations in DuckDB.

The entry point is `expectations.checks`. Here belong rules, how they are run and how their results
are shown. Here must not be how a table is computed (`transforms`) or loaded (`warehouse.load`).
Import the modules themselves: this one stays empty, so that it costs nothing.
"""
