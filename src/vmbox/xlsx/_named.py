"""Things of a workbook by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from vmbox.errors import NotInWorkbook, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

T = TypeVar("T")


class Named(Generic[T]):
    """Things of one kind by name (compared without case) or by position from 0."""

    def __init__(self, kind: str, path: Path, things: Mapping[str, T]) -> None:
        self._kind = kind
        self._path = path
        self._things = dict(things)
        self._by_key = {name.casefold(): thing for name, thing in things.items()}

    def __getitem__(self, key: str | int) -> T:
        try:
            if isinstance(key, int):
                return list(self._things.values())[key]
            return self._by_key[key.casefold()]
        except (KeyError, IndexError):
            hint = did_you_mean(str(key), self._things)
            raise NotInWorkbook(f"{self._path}: there is no {self._kind} '{key}'.{hint}") from None

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.casefold() in self._by_key

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)

    def keys(self) -> list[str]:
        """Return the names."""
        return list(self._things)

    def values(self) -> list[T]:
        """Return the things themselves."""
        return list(self._things.values())

    def items(self) -> list[tuple[str, T]]:
        """Return the names with the things."""
        return list(self._things.items())
