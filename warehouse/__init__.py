"""The DuckDB side: the schema, loading, marts, publishing, questions, pages, exports and BI."""
