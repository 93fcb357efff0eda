"""Quarterday: quarterly performance data in, an accessible public site out."""

__version__ = "0.1.0"
