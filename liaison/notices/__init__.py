"""Telling people: notices written in the act's own transaction, sent by the worker afterwards."""
