"""The columns beside the weeks: names, units, goals, owners, totals..."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vmbox.verbs.adoption import roles, vocabulary
from vmbox.verbs.adoption.ledger import is_figure
from vmbox.verbs.adoption.view import empty

if TYPE_CHECKING:
    from vmbox.verbs.adoption.blocks import Block

LABELS: Final = ("unit", "goal", "better", "owner", "source", "definition")


class Labels:
    """What the positions of a block hold that have no week.

    Attributes
    ----------
    headings, roles
        The heading of each, and what it stands for; "" where nobody knows.
    name_at, domain_at
        Where the measures' names and their domains stand; -1 for nowhere.
    """

    def __init__(self, block: Block) -> None:
        self.block, self.view = block, block.view
        self.below = range(block.header + 1, block.until)
        self.headings = {
            at: self._heading(at) for at in range(block.begin, block.end) if at not in block.stamps
        }
        self.roles = self._roles()
        self.name_at = self._name_position()
        self.domain_at = self._domain_position()

    @property
    def taken(self) -> dict[int, str]:
        """The positions of labels that a measure takes over, and of comments on it."""
        return {at: role for at, role in self.roles.items() if role in (*LABELS, "notes")}

    def _heading(self, at: int) -> str:
        """The heading of a position: in the heading line, or in the nearest above it."""
        view, header = self.view, self.block.header
        for line in (header, *(one for one in self.block.again), header - 1, header - 2):
            text = view.text(line, at) if line >= 0 else ""
            if text and (line == header or line in self.block.again or roles.role_of(text)):
                return text
        below = view.text(header + 1, at)
        return below if self.is_second_heading(header + 1) and below else ""

    def is_second_heading(self, line: int) -> bool:
        """Whether a line names label columns and holds no figures."""
        view = self.view
        if line >= self.block.until or any(
            not empty(view.at(line, at)) for at in self.block.stamps
        ):
            return False
        texts = [view.text(line, at) for at in range(self.block.begin, self.block.end)]
        return sum(bool(text and roles.role_of(text)) for text in texts) > 1

    def _roles(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for at, heading in self.headings.items():
            role = roles.role_of(heading)
            role = role or (self._role_of_content(at) if not heading else "")
            taken = role in found.values() and role in LABELS
            found[at] = "" if taken else role
        return found

    def _role_of_content(self, at: int) -> str:
        """What a label column without a heading holds, if all of its texts say so."""
        texts = [text for line in self.below if (text := self.view.text(line, at))]
        others = (other for other in self.before() if other != at)
        if at > self.block.label_stop or not texts or not any(map(self._texts, others)):
            return ""
        if all(map(vocabulary.unit_word, texts)):
            return "unit"
        if all(len(text) == 1 and vocabulary.direction(text) for text in texts):
            return "better"
        return ""

    def before(self) -> list[int]:
        """Return the positions before the first week."""
        return [at for at in self.headings if at < self.block.label_stop]

    def _name_position(self) -> int:
        """The position with the measures' names: called so, else the one with most texts."""
        texts = {at: self._texts(at) for at in self.before()}
        open_to = [at for at in texts if texts[at] and self.roles[at] in ("", "name")]
        called = [at for at in open_to if self.roles[at] == "name"]
        return max(called or open_to, key=lambda at: (len(texts[at]), -at), default=-1)

    def _texts(self, at: int) -> set[str]:
        """The different texts of a position beside figures."""
        return {
            text
            for line in self.below
            if (text := self.view.text(line, at)) and not is_figure(text) and self._figures(line)
        }

    def _figures(self, line: int) -> bool:
        return any(is_figure(self.view.at(line, at)) for at in self.block.stamps)

    def _domain_position(self) -> int:
        for at in self.before():
            texts = [text for line in self.below if (text := self.view.text(line, at))]
            if at == self.name_at or not texts:
                continue
            if self.roles[at] in ("domain", "") and all(map(vocabulary.domain_in, texts)):
                return at
        return -1
