"""Control charts (Shewhart charts): a centre, limits, and what lies beyond them.

One module a kind. Each takes a series in order, NaN where a value is missing, and works by parts
(``parts``: positions at which new limits begin) and frozen (``freeze``: limits from the first so
many weeks of each part, extended to its end).
"""

from __future__ import annotations

from vmbox.runcharts.control._chart import ControlChart
from vmbox.runcharts.control.c import c_chart
from vmbox.runcharts.control.g import g_chart
from vmbox.runcharts.control.i_prime import i_prime_chart
from vmbox.runcharts.control.p import p_chart
from vmbox.runcharts.control.t import t_chart
from vmbox.runcharts.control.u import u_chart
from vmbox.runcharts.control.xmr import i_chart, mr_chart

__all__ = [
    "ControlChart",
    "c_chart",
    "g_chart",
    "i_chart",
    "i_prime_chart",
    "mr_chart",
    "p_chart",
    "t_chart",
    "u_chart",
]
