"""Where pages are made of their moulds; whatever a person typed is escaped in them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vmbox.errors import FileError

if TYPE_CHECKING:
    from jinja2 import Environment

_MOULDS = Path(__file__).parent / "moulds"


def rendered(mould: str, **words: Any) -> str:
    """Return a page made of one of the moulds.

    Raises
    ------
    FileError
        jinja2 is not installed; says how to.
    """
    return _moulds().get_template(mould).render(words)


@lru_cache(maxsize=1)
def _moulds() -> Environment:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  (an extra)
    except ImportError as problem:
        raise FileError(
            'To make reports, install what they need: pip install "vmbox[report]".'
        ) from problem
    return Environment(
        loader=FileSystemLoader(_MOULDS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
