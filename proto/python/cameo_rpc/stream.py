"""The client's side of one stream: PROTOCOL.md, section 5. No socket, no clock, no lock."""

from collections import deque

from . import envelopes
from .credit import LARGEST_WINDOW, ReceiveWindow
from .errors import RpcError, StreamError, seconds
from .frames import COMPRESSED, END, MORE, NO_MESSAGE, Status


class Stream:
    """What the server has said on a stream so far, and what either side may still send."""

    def __init__(self, number, limits, send_credit, replies_stream, deadline):
        self.number = number
        self.deadline = deadline
        self.send_credit = send_credit
        self.sent_end = False
        self.window = ReceiveWindow(limits.stream_window)
        self.messages = deque()  # (bytes, credit to return when the application takes them)
        self.initial_metadata = []
        self.trailing_metadata = []
        self.error = None  # an RpcError, once the stream has ended with one
        self.ended = False
        self.data_seen = False
        self._max_message = limits.max_message
        self._replies_stream = replies_stream
        self._replied = False
        self._partial = None  # the pieces of a message that is not complete
        self._response = None  # (status, ResponseHead) of the first RESPONSE frame

    def add_credit(self, credit):
        if self.send_credit + credit > LARGEST_WINDOW:
            raise StreamError("WINDOW brings the stream's credit beyond 2^31-1")
        self.send_credit += credit

    def receive_data(self, frame):
        """Takes a DATA frame in; returns the bytes that count as taken in already."""
        if self._response is not None:
            raise StreamError("DATA after RESPONSE")
        if frame.flags & END:
            raise StreamError("a server's DATA with END")
        if frame.head and self._partial is None:
            if self.data_seen:
                raise StreamError("an envelope on a later DATA frame")
            self.initial_metadata = envelopes.pairs(_read_head(frame.head).metadata)
        self.data_seen = True
        return self._receive_piece(frame)

    def receive_response(self, frame):
        """Takes a RESPONSE frame in; returns the bytes that count as taken in already."""
        if bool(frame.flags & END) == bool(frame.flags & MORE):
            raise StreamError("RESPONSE needs one of END and MORE")
        if self._response is None:
            status = Status(frame.aux)
            if self._partial is not None and status == Status.OK:
                raise StreamError("RESPONSE OK within a message")
            self._partial = None
            self._response = (status, _read_head(frame.head))
        taken = self._receive_piece(frame)
        if frame.flags & END:
            self._end_with_response(*self._response)
        return taken

    def end(self, error):
        """Ends the stream with an RpcError, or with None for OK."""
        self.ended = True
        self.error = error
        self._partial = None

    def drop_messages(self):
        """Forgets messages that nobody will read; returns their bytes."""
        dropped = sum(credit for _, credit in self.messages)
        self.messages.clear()
        return dropped

    def _receive_piece(self, frame):
        if frame.flags & NO_MESSAGE:
            contradicts = frame.body or frame.flags & (MORE | COMPRESSED)
            if contradicts or self._partial is not None:
                raise StreamError("NO_MESSAGE with or within a message")
            return 0
        if self._partial is None:
            if frame.flags & COMPRESSED:
                raise StreamError("COMPRESSED without a codec")
            self._partial = bytearray()
        if len(self._partial) + len(frame.body) > self._max_message:
            text = f"a message beyond {self._max_message} bytes"
            raise StreamError(text, Status.RESOURCE_EXHAUSTED)
        self._partial += frame.body
        if frame.flags & MORE:
            return len(frame.body)
        if self._replied and not self._replies_stream:
            raise StreamError("a second reply")
        self._replied = True
        self.messages.append((bytes(self._partial), len(frame.body)))
        self._partial = None
        return 0

    def _end_with_response(self, status, head):
        self.trailing_metadata = envelopes.pairs(head.metadata)
        if status == Status.OK:
            if not self._replies_stream and not self._replied:
                self.end(RpcError(Status.INTERNAL, "the server sent OK and no reply"))
            else:
                self.end(None)
            return
        error = RpcError(
            status,
            head.message,
            metadata=self.trailing_metadata,
            details=[(detail.type, detail.value) for detail in head.details],
            retry_after=seconds(head.retry_after_ms),
        )
        self.end(error)


def _read_head(data):
    try:
        return envelopes.read(envelopes.types.ResponseHead, data)
    except envelopes.EnvelopeError as error:
        raise StreamError(str(error)) from None
