"""Kept free of Django: an auditor runs it on a machine that has nothing but Python and the file."""

from liaison.record.verify import main

__all__ = ["main"]
