"""Codes into words: one file per noun, in the language of the reader."""
