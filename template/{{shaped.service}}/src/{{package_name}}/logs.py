"""Logs: each event is one line of JSON on standard output."""

import logging
import sys

from pythonjsonlogger.json import JsonFormatter

FIELDS = {"levelname": "level", "name": "logger", "message": "message"}


def set_up() -> None:
    """Have every logger, and every warning, write there."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter(list(FIELDS), rename_fields=FIELDS, timestamp="time"))
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    logging.captureWarnings(capture=True)
