"""One call, blocking: send, read, cancel."""

import time

from .errors import RpcError
from .frames import Status


class Call:
    """A call of any of the four kinds. Iterate over it for replies; as a context manager it
    cancels what its block leaves unfinished. Several threads may use one call."""

    # Bytes that may wait for the socket before a sender waits too.
    UNSENT_LIMIT = 1 << 20

    def __init__(self, client, stream, reply_type, rest, last):
        self._client = client
        self._connection = client.connection
        self._stream = stream
        self._reply_type = reply_type
        self._send_rest(rest, last)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.cancel()

    def send(self, message, last=False):
        """Sends a message, and waits where the server's credit is used up. `last` ends the
        sending. Once the server has ended the call, sends are dropped: read how it ended."""
        with self._client.changed:
            if self._stream.sent_end:
                raise ValueError("this call has sent its last message")
            data = None if message is None else message.SerializeToString()
            if not self._stream.ended:
                rest = self._connection.send_message(self._stream, data, last)
                self._client.wake()
                self._send_rest(rest, last)

    def done_sending(self):
        """Tells the server that no more messages come."""
        self.send(None, last=True)

    def read(self):
        """The next reply, or None after the last. Raises RpcError where the call failed."""
        with self._client.changed:
            self._client.wait(lambda: self._stream.messages or self._stream.ended)
            if self._stream.messages:
                data, credit = self._stream.messages.popleft()
                self._connection.taken_in(self._stream, credit)
                self._client.wake()
                return self._decode(data)
            if self._stream.error:
                raise self._stream.error
            return None

    def __iter__(self):
        while (reply := self.read()) is not None:
            yield reply

    def reply(self):
        """The one reply of a call that has one, once the call has ended well."""
        with self._client.changed:
            self._client.wait(lambda: self._stream.ended)
            if self._stream.error:
                self._connection.release(self._stream)
                self._client.wake()
                raise self._stream.error
        return self.read()

    def initial_metadata(self):
        """What the server sent before its first message; waits for that or for the end."""
        with self._client.changed:
            stream = self._stream
            self._client.wait(lambda: stream.messages or stream.initial_metadata or stream.ended)
            return list(stream.initial_metadata)

    def trailing_metadata(self):
        """What the server sent with the call's end; waits for that."""
        with self._client.changed:
            self._client.wait(lambda: self._stream.ended)
            return list(self._stream.trailing_metadata)

    def cancel(self):
        """Gives the call up, unless it is over."""
        with self._client.changed:
            self._connection.reset(self._stream, Status.CANCELLED, "")
            self._connection.release(self._stream)
            self._client.wake()

    def _send_rest(self, rest, last):
        connection, stream = self._connection, self._stream
        while rest is not None:
            self._client.wait(
                lambda: stream.ended
                or (connection.send_credit > 0 and stream.send_credit > 0)
                and len(connection.out) < self.UNSENT_LIMIT
            )
            if stream.ended:
                return
            rest = connection.send_message(stream, rest, last)
            self._client.wake()

    def _decode(self, data):
        try:
            return self._reply_type.FromString(data)
        except Exception as error:
            self.cancel()
            raise RpcError(Status.INTERNAL, f"the reply is no message: {error}") from None


def microseconds_left(deadline):
    """REQUEST's aux: at least 1 where the server is to keep a deadline, for 0 means none."""
    if deadline is None:
        return 0
    microseconds = max(1, int((deadline - time.monotonic()) * 1e6))
    return microseconds if microseconds < 2**32 else 0
