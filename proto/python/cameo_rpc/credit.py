"""Credit and budgets: PROTOCOL.md, section 7. Values without a clock or a socket."""

from .errors import ProtocolError
from .frames import Status

LARGEST_WINDOW = 2**31 - 1


class ReceiveWindow:
    """What a peer may still send, and what is owed to it for bytes that were taken in."""

    def __init__(self, size):
        self._size = size
        self._left = size
        self._owed = 0

    def spend(self, size):
        """Whether the peer had credit for `size` bytes that it sent."""
        self._left -= size
        return self._left >= 0

    def take_in(self, size):
        """The credit to return now; 0 until half of the window is gathered."""
        self._owed += size
        if self._owed * 2 < self._size:
            return 0
        credit, self._owed = self._owed, 0
        self._left += credit
        return credit


class FloodBudget:
    """1 000 frames at once, 200 a second for ever, of a kind that costs its sender nothing."""

    BURST, RATE = 1000, 200

    def __init__(self, name):
        self._name = name
        self._tokens = self.BURST
        self._filled_at = None
        self._free = 0

    def allow(self, count=1):
        """So many more do not count, because something on this side has called for them."""
        self._free += count

    def give_back(self):
        """One that was counted turned out to be useful."""
        self._tokens = min(self.BURST, self._tokens + 1)

    def spend(self, now):
        if self._free > 0:
            self._free -= 1
            return
        if self._filled_at is not None:
            gained = (now - self._filled_at) * self.RATE
            self._tokens = min(self.BURST, self._tokens + gained)
        self._filled_at = now
        if self._tokens < 1:
            raise ProtocolError(f"too many {self._name}", Status.RESOURCE_EXHAUSTED)
        self._tokens -= 1
