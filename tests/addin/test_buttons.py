"""The table of the buttons, which the ribbon is made from."""

from __future__ import annotations

from collections import Counter

import pytest

from vmbox.addin import BUTTONS
from vmbox.addin.buttons import button

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
