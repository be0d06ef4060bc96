"""The assets, one module per layer: raw evidence, main tables, the warehouse itself.

An asset reads, calls one pure function and hands the result on; its arguments name the tables that
it reads. Import the modules directly.
"""
