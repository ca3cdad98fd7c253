"""Measurements, each written to `results/` by the command that made it."""
