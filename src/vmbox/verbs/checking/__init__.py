"""Looks a box score over: what is wrong with it, may be wrong, or could be better."""

from vmbox.verbs.checking.codes import CODES, Code
from vmbox.verbs.checking.looking import check, check_file, check_files

__all__ = ["CODES", "Code", "check", "check_file", "check_files"]
