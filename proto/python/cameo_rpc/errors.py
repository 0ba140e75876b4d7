"""What can go wrong, by how far it reaches: no connection, a connection, a stream, a call."""

import re

from .frames import Status

_PUSH_BACK = re.compile(r" retry_after_ms=0*([0-9]{1,10})\Z")
_NEVER = 2**31


class ConnectError(Exception):
    """There is no connection: a bad address, nobody there, a certificate or name refused."""


class ProtocolError(Exception):
    """The peer broke a rule that ends the connection."""

    def __init__(self, text, status=Status.INTERNAL):
        super().__init__(text)
        self.status = status


class StreamError(Exception):
    """The peer broke a rule that ends one stream."""

    def __init__(self, text, status=Status.INTERNAL):
        super().__init__(text)
        self.status = status


class RpcError(Exception):
    """A call's end other than OK.

    `unprocessed` says that no handler saw the call, so that it is safe to send it again;
    `retry_after` is in seconds, 0 where the server asked for nothing, and infinite where it asked
    not to be called again at all.
    """

    def __init__(self, status, message="", *, metadata=(), details=(), retry_after=0.0,
                 unprocessed=False):
        super().__init__(f"{status.name}: {message}" if message else status.name)
        self.status = status
        self.message = message
        self.metadata = list(metadata)
        self.details = list(details)
        self.retry_after = retry_after
        self.unprocessed = unprocessed


def seconds(milliseconds):
    """What `retry_after_ms` asks for, in seconds: PROTOCOL.md, section 6."""
    return float("inf") if milliseconds >= _NEVER else milliseconds / 1000


def pushed_back(text):
    """A RESET's text without what it says about coming back, and that in seconds: section 7."""
    found = _PUSH_BACK.search(text)
    if not found or int(found[1]) >= 2**32:
        return text, 0.0
    return text[: found.start()], seconds(int(found[1]))
