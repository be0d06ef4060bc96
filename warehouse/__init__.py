"""The DuckDB side: the declared schema, loading, publishing, views and named questions."""
