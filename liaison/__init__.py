"""Liaison: an enterprise service specialist system for development zones."""

__version__ = "0.1.0"
