"""The DuckDB side of paperhouse: the declared schema, loading, publishing, views and named questions."""
