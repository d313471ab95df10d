"""Puts files where they belong: all of them or none, and nothing is lost."""
