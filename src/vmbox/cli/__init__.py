"""The command line: what people type, turned into verbs, and answers turned into words."""

from vmbox.cli.app import app

__all__ = ["app"]
