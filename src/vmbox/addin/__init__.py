"""What the buttons of Excel's ribbon do."""

from vmbox.addin.buttons import BUTTONS, Button

__all__ = ["BUTTONS", "Button"]
