"""What Windows and its policies say about the add-in, as far as the registry tells it.

The names are those of Microsoft's administrative templates for Office 2016 and later (office16,
excel16: all of these are version 16.0) and for Microsoft Defender. A policy counts before the
person's own setting.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, Final

from vmbox.xlam.building import FILE
from vmbox.xlam.findings import Finding
from vmbox.xlam.registry import value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmbox.xlam.surroundings import Surroundings

_OFFICE: Final = r"Software\Microsoft\Office"
_OWN: Final = rf"HKCU\{_OFFICE}\16.0"
_POLICY: Final = r"HKCU\Software\Policies\Microsoft\Office\16.0"
_DEFENDER: Final = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"
_RULES: Final = {
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a": "Block all Office applications from creating child "
    "processes",
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": "Block Win32 API calls from Office macros",
}
_BLOCK, _WARN = "1", "6"
_ENABLED, _ASK, _SIGNED = 1, 2, 3
_IT: Final = "Ask whoever looks after your computer: docs/for-it.md is for them."


def windows_findings(here: Surroundings, *, signed: bool) -> Iterator[Finding]:
    """Yield what the registry tells of an add-in that is signed, or is not."""
    yield _excel(here)
    yield from _policies(here, signed=signed)
    yield from _macros(here, signed=signed)
    yield from _disabled(here)
    yield from _defender(here)


def _excel(here: Surroundings) -> Finding:
    click_to_run = rf"HKLM\{_OFFICE}\ClickToRun\Configuration"
    version = value_of(here.registry, click_to_run, "VersionToReport")
    if version:
        kind = value_of(here.registry, click_to_run, "Platform")
        bits = {"x86": "32-bit", "x64": "64-bit"}.get(str(kind), str(kind))
        return Finding("Excel", "fine", f"Microsoft Office {version}, {bits}")
    for tree in (_OFFICE, r"Software\WOW6432Node\Microsoft\Office"):
        folder = value_of(here.registry, rf"HKLM\{tree}\16.0\Excel\InstallRoot", "Path")
        if folder:
            return Finding("Excel", "fine", f"Excel 2016 or later, in {folder}")
    return Finding(
        "Excel",
        "look",
        "no Excel 2016 or later is known to Windows",
        "The add-in needs Excel 2016 or later, installed on this computer.",
    )


def _policies(here: Surroundings, *, signed: bool) -> Iterator[Finding]:
    for hive in ("HKCU", "HKLM"):
        key = rf"{hive}\Software\Policies\Microsoft\Office\16.0\Common"
        if value_of(here.registry, key, "VbaOff") == 1:
            words = "a policy switches macros off in all of Office (VbaOff)"
            yield Finding("Macros", "wrong", words, f"No add-in can work so. {_IT}")
    excel = rf"{_POLICY}\Excel\Security"
    if value_of(here.registry, excel, "DisableAllAddins") == 1:
        words = "a policy switches all add-ins of Excel off (DisableAllAddins)"
        yield Finding("Add-ins", "wrong", words, _IT)
    elif value_of(here.registry, excel, "RequireAddinSig") == 1:
        words = "a policy asks for add-ins that are signed (RequireAddinSig)"
        yield _signature("Add-ins", words, signed=signed)


def _signature(subject: str, words: str, *, signed: bool) -> Finding:
    """Return what it means that a signature is wanted."""
    if signed:
        words = f"{words}; this one is, and Excel must trust who signed it"
        return Finding(subject, "look", words, "If Excel does not load it: " + _IT)
    return Finding(subject, "wrong", f"{words}; this one is not", _IT)


@dataclass(frozen=True)
class _Trust:
    """Whether Excel trusts its start-up folder, and if not, why."""

    trusted: bool
    why: str = ""


def _macros(here: Surroundings, *, signed: bool) -> Iterator[Finding]:
    trust = _trust(here)
    setting = _either(here, r"Excel\Security", "VBAWarnings") or _ASK
    if trust.trusted:
        words = "Excel trusts its start-up folder, so the add-in's macros run"
        yield Finding("Macros", "fine", words)
    elif setting == _ENABLED:
        yield Finding("Macros", "fine", "Excel runs all macros")
    elif setting == _ASK:
        words = f"Excel asks before it runs the add-in's macros, as {trust.why}"
        yield Finding("Macros", "look", words, f"Click Enable Content when Excel starts. {_IT}")
    elif setting == _SIGNED:
        words = f"{trust.why}, so Excel runs macros only where they are signed (VBAWarnings 3)"
        yield _signature("Macros", words, signed=signed)
    else:
        words = f"{trust.why}, so Excel runs no macros (VBAWarnings {setting})"
        yield Finding("Macros", "wrong", words, _IT)


def _trust(here: Surroundings) -> _Trust:
    if _either(here, r"Excel\Security\Trusted Locations", "AllLocationsDisabled") == 1:
        return _Trust(False, "trusted locations are switched off")
    common = rf"{_POLICY}\Common\Security\Trusted Locations"
    if value_of(here.registry, common, "allow user locations") != 0:
        return _Trust(True)
    if any(_covers(place, sub, here) for place, sub in _locations(here)):
        return _Trust(True)
    return _Trust(False, f"no policy names {here.startup} as a trusted location")


def _locations(here: Surroundings) -> Iterator[tuple[str, bool]]:
    """Yield the trusted locations of policies, each with whether the folders in it are meant."""
    for area in ("Excel", "Common"):
        key = rf"{_POLICY}\{area}\Security\Trusted Locations"
        for name in here.registry.keys(key):
            path = value_of(here.registry, rf"{key}\{name}", "Path")
            if path:
                below = value_of(here.registry, rf"{key}\{name}", "AllowSubFolders") == 1
                yield str(path), below


def _covers(place: str, below: bool, here: Surroundings) -> bool:
    for name, value in here.environment.items():
        place = place.replace(f"%{name}%", value)
    startup, folder = PureWindowsPath(here.startup), PureWindowsPath(place)
    return startup == folder or (below and startup.is_relative_to(folder))


def _either(here: Surroundings, area: str, name: str) -> object:
    """Return what a policy says, or else the person."""
    policy = value_of(here.registry, rf"{_POLICY}\{area}", name)
    return policy if policy is not None else value_of(here.registry, rf"{_OWN}\{area}", name)


def _disabled(here: Surroundings) -> Iterator[Finding]:
    # Each value holds, among other things, the path of a file that Excel blames for a crash.
    for value in here.registry.values(rf"{_OWN}\Excel\Resiliency\DisabledItems").values():
        if isinstance(value, bytes) and FILE in value.decode("utf-16-le", "replace").casefold():
            yield Finding(
                "Add-in",
                "wrong",
                "Excel has put the add-in on its list of disabled items, after a crash",
                "In Excel: File, Options, Add-ins, Manage: Disabled Items, Go, and enable it.",
            )


def _defender(here: Surroundings) -> Iterator[Finding]:
    states = _rules(here)
    for rule, name in _RULES.items():
        state = states.get(rule)
        words = f"Microsoft Defender's rule '{name}' is on, and a button must start Python"
        if state == _BLOCK:
            yield Finding("Defender", "wrong", words, f"It needs an exclusion. {_IT}")
        elif state == _WARN:
            yield Finding("Defender", "look", words, "Allow it when Windows asks.")


def _rules(here: Surroundings) -> dict[str, str]:
    """Return the state of each rule, as group policy or device management set it."""
    group = here.registry.values(rf"{_DEFENDER}\Windows Defender Exploit Guard\ASR\Rules")
    states = {rule.casefold(): str(state) for rule, state in group.items()}
    managed = value_of(here.registry, rf"{_DEFENDER}\Policy Manager", "ASRRules")
    for pair in str(managed or "").split("|"):
        rule, equals, state = pair.partition("=")
        if equals:
            states[rule.strip().casefold()] = state.strip()
    return states
