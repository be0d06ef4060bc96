"""Measurements: accuracy against labels, and speed. Not part of the installed product."""
