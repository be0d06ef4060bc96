"""Pure functions from dumps to frames and from frames to frames, in Polars.

Here must not be: Dagster, DuckDB, disk writes, clocks or random numbers.
"""
