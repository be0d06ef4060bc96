"""Tools of others on the published warehouse, one folder each.

Here must not be what paperhouse draws itself (`warehouse.dashboard`).
"""
