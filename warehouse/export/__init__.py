"""The export of a release: Parquet, CSV and the manifest of both in a folder of plain files."""
