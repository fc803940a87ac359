"""One function over many files: in processes, through an executor or on a cluster."""

from vmbox.bulk.memory import no_cycles_sought
from vmbox.bulk.outcome import Outcome
from vmbox.bulk.paths import expand
from vmbox.bulk.running import each

__all__ = ["Outcome", "each", "expand", "no_cycles_sought"]
