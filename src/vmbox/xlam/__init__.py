"""The add-in of Excel, vmbox.xlam: built from text, put in its place, looked after.

What its buttons do is in `vmbox.addin`; here is only the file that carries them into Excel.
"""

from __future__ import annotations

from vmbox.xlam.building import FILE, build
from vmbox.xlam.doctor import examine
from vmbox.xlam.findings import Finding
from vmbox.xlam.installing import Status, install, remove, status
from vmbox.xlam.made import AddIn, read_add_in
from vmbox.xlam.settings import Interpreters, interpreters_of
from vmbox.xlam.surroundings import Surroundings, this_computer

__all__ = [
    "FILE",
    "AddIn",
    "Finding",
    "Interpreters",
    "Status",
    "Surroundings",
    "build",
    "examine",
    "install",
    "interpreters_of",
    "read_add_in",
    "remove",
    "status",
    "this_computer",
]
