"""Copier, and the answers that it is given."""
