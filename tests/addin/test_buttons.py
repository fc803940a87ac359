"""The table of the buttons, which the ribbon is made from."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections import Counter

import pytest

import vmbox.addin
from vmbox.addin import BUTTONS
from vmbox.addin.buttons import button
from vmbox.addin.works import WORKS

_LONGEST_SCREENTIP, _LONGEST_SUPERTIP, _LONGEST_KEYTIP = 1024, 1024, 3


@pytest.mark.parametrize("one", BUTTONS, ids=lambda one: one.name)
def test_a_button_says_what_it_does(one):
    assert one.label
    assert one.group
    assert 0 < len(one.screentip) <= _LONGEST_SCREENTIP
    assert 0 < len(one.supertip) <= _LONGEST_SUPERTIP
    assert one.supertip.endswith(".")


@pytest.mark.parametrize("field", ["name", "label", "key_tip", "image", "function"])
def test_no_two_buttons_share(field):
    counts = Counter(getattr(one, field) for one in BUTTONS)
    assert max(counts.values()) == 1


def test_no_key_tip_is_the_beginning_of_another():
    tips = [one.key_tip for one in BUTTONS]
    assert all(tip.isalnum() and tip.isupper() and len(tip) <= _LONGEST_KEYTIP for tip in tips)
    assert not any(other != tip and other.startswith(tip) for tip in tips for other in tips)


def test_a_button_is_found_by_its_name_with_hyphens_or_underscores():
    assert button("cost-refresh") is button("cost_refresh")


@pytest.mark.parametrize("one", BUTTONS, ids=lambda one: one.name)
def test_the_function_that_the_ribbon_runs_is_there_and_takes_nothing(one) -> None:
    function = getattr(vmbox.addin, one.function)
    assert inspect.signature(function).parameters == {}
    assert inspect.getmodule(function) is vmbox.addin
    assert one.name in WORKS


def test_to_know_the_buttons_nobody_needs_xlwings() -> None:
    script = "import sys, vmbox.addin; assert not {'xlwings', 'uno'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
