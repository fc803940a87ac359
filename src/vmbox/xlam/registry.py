"""The registry of Windows, as far as it is read; empty on every other system."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


class Registry(Protocol):
    """A registry, to be read. A key begins with HKCU or HKLM."""

    def values(self, key: str) -> Mapping[str, object]:
        """Return all values of a key by name; none where there is no such key."""

    def keys(self, key: str) -> list[str]:
        """Return the names of the keys in a key."""


class NoRegistry:
    """The registry of a system that has none."""

    def values(self, key: str) -> Mapping[str, object]:
        """Return nothing."""
        del key
        return {}

    def keys(self, key: str) -> list[str]:
        """Return nothing."""
        del key
        return []


def value_of(registry: Registry, key: str, name: str) -> object:
    """Return a value of a key, its name compared as Windows does; None where there is none."""
    known = {held.casefold(): value for held, value in registry.values(key).items()}
    return known.get(name.casefold())


if sys.platform == "win32":
    import winreg

    class _WindowsRegistry:
        """The registry of this Windows."""

        def values(self, key: str) -> Mapping[str, object]:
            try:
                with self._open(key) as opened:
                    count = winreg.QueryInfoKey(opened)[1]
                    return dict(winreg.EnumValue(opened, i)[:2] for i in range(count))
            except OSError:
                return {}

        def keys(self, key: str) -> list[str]:
            try:
                with self._open(key) as opened:
                    count = winreg.QueryInfoKey(opened)[0]
                    return [winreg.EnumKey(opened, i) for i in range(count)]
            except OSError:
                return []

        @staticmethod
        def _open(key: str) -> winreg.HKEYType:
            hive, _, path = key.partition("\\")
            root = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}[hive]
            # A 32-bit Python would be shown another part of the registry than the one that counts.
            return winreg.OpenKey(root, path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY)

    def registry() -> Registry:
        """Return the registry of this computer."""
        return _WindowsRegistry()

else:

    def registry() -> Registry:
        """Return the registry of this computer, which has none."""
        return NoRegistry()
