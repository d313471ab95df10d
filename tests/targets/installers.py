"""What Briefcase takes in place of what it would fetch: the template of the tests, and packages that are quick to pack."""

from pathlib import Path

QUICK = {"DPKG_DEB_COMPRESSOR_TYPE": "gzip", "DPKG_DEB_COMPRESSOR_LEVEL": "1"}
STAND_INS = {"BRIEFCASE_TEMPLATE": str(Path(__file__).parent / "briefcase"), **QUICK}
