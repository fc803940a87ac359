"""Where the parts of a package point to: ECMA-376 part 2, 8.3."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from vmbox.xlsx import _xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True)
class Relationship:
    """An arrow from one part to another; `kind` is the last word of its type."""

    id: str
    kind: str
    target: str
    external: bool


def relationships_of(source: str) -> str:
    """Return the name of the part that holds another part's relationships."""
    folder, _, name = source.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def relationships_in(root: Element, source: str) -> tuple[Relationship, ...]:
    """Return what a part of relationships says of the part that it belongs to."""
    folder = source.rpartition("/")[0]
    found = []
    for element in _xml.children(root, "Relationship"):
        external = element.get("TargetMode", "").lower() == "external"
        target = element.get("Target", "")
        if not external:
            target = _resolved(folder, target)
        kind = element.get("Type", "").rstrip("/").rpartition("/")[2]
        found.append(Relationship(element.get("Id", ""), kind, target, external))
    return tuple(found)


def _resolved(folder: str, target: str) -> str:
    target = unquote(target.replace("\\", "/"))
    if target.startswith("#"):
        return target
    return normpath(join("/", folder, target)).lstrip("/")
