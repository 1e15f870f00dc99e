"""Satisfied or not (R-42…R-49): rounds and sealed votes, replacement, findings, and the watch over those who dared."""
