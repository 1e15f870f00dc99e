"""Kept free of Django, like `verify_record`: whoever doubts a deadline runs it with nothing but Python and the file."""

from liaison.record.recompute.__main__ import main

__all__ = ["main"]
