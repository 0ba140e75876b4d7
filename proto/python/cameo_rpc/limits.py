"""What a side accepts: HELLO's numbers, PROTOCOL.md, section 7."""

from dataclasses import asdict, dataclass

from .credit import LARGEST_WINDOW
from .errors import ProtocolError


@dataclass
class Limits:
    """What a side accepts; the values are the protocol's defaults, which HELLO may only raise."""

    max_frame: int = 16_368
    max_message: int = 4 << 20
    max_streams: int = 1000
    stream_window: int = 256 << 10
    connection_window: int = 4 << 20

    MOST = {"max_frame": 2**24 - 1, "stream_window": LARGEST_WINDOW,
            "connection_window": LARGEST_WINDOW}

    def raised_by(self, hello):
        """The limits that a peer's Hello makes of these defaults."""
        result = Limits()
        for name, default in asdict(self).items():
            value = getattr(hello, name) or default
            if not default <= value <= self.MOST.get(name, 2**32 - 1):
                raise ProtocolError(f"HELLO with {name} {value}")
            setattr(result, name, value)
        return result
