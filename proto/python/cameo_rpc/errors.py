"""What can go wrong, by how far it reaches: no connection, a connection, a stream, a call."""

from .frames import Status


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
    `retry_after` is in seconds, 0 where the server asked for nothing.
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
