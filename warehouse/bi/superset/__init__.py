"""Superset over the published warehouse: a bundle of YAML files, and the server that shows it.

Here belong the database, the datasets, charts and the dashboard as Superset imports them, its
settings and how it is started. Here must not be what a mart holds (`warehouse/marts`).
"""
