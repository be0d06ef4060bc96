"""The Dagster side of paperhouse: assets, checks, jobs, schedules, sensors and the command line.

Here belong reading, writing, ordering and reporting. Here must not be what a table holds
(`transforms`), how DuckDB is filled (`warehouse`) or what is right (`expectations`).
"""
