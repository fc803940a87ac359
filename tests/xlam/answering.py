"""What the Python of a click does first: it finds its LibreOffice again, and a person who answers.

The answers are in the environment, as JSON: what `vmbox.addin.asking.Scripted` takes. All that the
person was told and asked is written beside the command when Python ends.
"""

from __future__ import annotations

import atexit
import json
import os
from pathlib import Path

from vmbox import libreoffice
from vmbox.addin import frame
from vmbox.addin.asking import Scripted

PERSON = Scripted(replies=json.loads(os.environ["VMBOX_TEST_REPLIES"]))
TOLD = Path("told").resolve()

frame.ByExcel = lambda _: PERSON
libreoffice.install()
atexit.register(lambda: TOLD.write_text(json.dumps(PERSON.said), encoding="utf-8"))
