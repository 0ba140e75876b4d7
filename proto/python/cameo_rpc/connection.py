"""The client's side of a connection as a machine of bytes in and bytes out: no socket, no clock.

Whoever calls it holds a lock. `transport.py` feeds it from a socket; a test can feed it hex.
"""

from dataclasses import asdict

from . import envelopes, frames
from .credit import LARGEST_WINDOW, FloodBudget, ReceiveWindow
from .errors import ProtocolError, RpcError, StreamError, pushed_back
from .frames import ACK, END, HEADER, MORE, MUST_UNDERSTAND, NO_MESSAGE, UNPROCESSED, Status, Type
from .limits import Limits
from .stream import Stream

HELLO_SECONDS, IDLE_SECONDS, PING_SECONDS = 10, 30, 10


class Connection:
    """`receive` takes the server's bytes, `out` holds what is to be sent to it.

    `trace(direction, frame)`, where it is given, is told of every frame: ">" sent, "<" received.
    """

    def __init__(self, now, limits=None, software="cameo-python/1", trace=None):
        self.limits = limits or Limits()
        self.peer = Limits()
        self.out = bytearray()
        self.streams = {}
        self.send_credit = self.peer.connection_window
        self.draining = False
        self.error = None  # an RpcError, once the connection is of no more use
        self.peer_software = None
        self._trace = trace
        self._window = ReceiveWindow(self.limits.connection_window)
        self._budgets = {
            kind: FloodBudget(kind)
            for kind in ("RESET", "PING", "WINDOW", "GOAWAY", "empty frames")
        }
        self._in = bytearray()
        self._next_stream = 1
        self._opened_at = self._active_at = now
        self._pinged_at = None
        hello = envelopes.types.Hello(software=software, **asdict(self.limits))
        self._send(Type.HELLO, 0, head=hello.SerializeToString())

    # What the application asks for.

    def open(self, head, aux, replies_stream, deadline, message, last):
        """Starts a call with its REQUEST, which carries `message` as far as credit goes.

        Returns the stream and what is left of the message.
        """
        if self.error or self.draining:
            raise self.error or RpcError(Status.UNAVAILABLE, "draining", unprocessed=True)
        if len(head) > frames.ENVELOPE_LIMIT:
            raise ValueError(f"method and metadata take {len(head)} bytes, more than 8192")
        if self._next_stream > frames.LAST_STREAM:
            raise RpcError(Status.UNAVAILABLE, "no stream numbers left", unprocessed=True)
        credit = self.peer.stream_window
        stream = Stream(self._next_stream, self.limits, credit, replies_stream, deadline)
        self._next_stream += 2
        self.streams[stream.number] = stream
        return stream, self.send_message(stream, message, last, Type.REQUEST, head, aux)

    def send_message(self, stream, message, last, type=Type.DATA, head=b"", aux=0):
        """Sends what credit allows of a message, None for only END; returns the rest, or None."""
        if message is None:
            stream.sent_end = last
            flags = NO_MESSAGE | (END if last else 0)
            self._send(type, stream.number, flags, head, b"", aux)
            return None
        room = self.peer.max_frame - len(head)
        size = min(len(message), room, self.send_credit, stream.send_credit)
        more = size < len(message)
        if more and size == 0:
            # No credit: a piece of no bytes would only be a frame more.
            if type == Type.REQUEST:
                self._send(type, stream.number, NO_MESSAGE, head, b"", aux)
            return message
        self._spend(stream, size)
        stream.sent_end = last and not more
        flags = MORE if more else END if last else 0
        self._send(type, stream.number, flags, head, message[:size], aux)
        return message[size:] if more else None

    def taken_in(self, stream, size):
        """The application has read a message that holds `size` bytes of credit."""
        if size == 0:
            self._budgets["empty frames"].give_back()
        self._return_credit(stream, size)

    def reset(self, stream, status, text=""):
        """Gives a stream up: RESET to the server, `status` for the application."""
        if not stream.ended:
            wire = Status.CANCELLED if status == Status.DEADLINE_EXCEEDED else status
            self._send(Type.RESET, stream.number, body=text.encode()[:200], aux=wire)
            # What the server sent before it hears of it: metadata, an end, a RESET of its own.
            self._budgets["RESET"].allow()
            self._budgets["empty frames"].allow(2)
            self._end(stream, RpcError(status, text))

    def release(self, stream):
        """Gives credit back for messages that nobody will read."""
        self._return_credit(None, stream.drop_messages())

    # Time.

    def tick(self, now):
        """Does what is due at `now`; returns the time of the next thing that will be."""
        for stream in [s for s in self.streams.values() if s.deadline and s.deadline <= now]:
            self.reset(stream, Status.DEADLINE_EXCEEDED, "the deadline has passed")
        times = [stream.deadline for stream in self.streams.values() if stream.deadline]
        if self.peer_software is None:
            times.append(self._opened_at + HELLO_SECONDS)
            overdue = "no HELLO within 10 seconds"
        elif self._pinged_at is not None:
            times.append(self._pinged_at + PING_SECONDS)
            overdue = "no answer to PING"
        else:
            times.append(self._active_at + IDLE_SECONDS)
            overdue = None
        if times[-1] <= now:
            return self._overdue(overdue, now)
        return min(times)

    def _overdue(self, what, now):
        if what and not self.draining:
            self.lost(what)
        elif not self.draining:
            self._send(Type.PING, 0, body=b"\0" * 8)
            self._budgets["PING"].allow()
            self._pinged_at = now
        # A connection that is draining is left alone; so is one that has just been looked after.
        return now + PING_SECONDS

    # What the server says.

    def receive(self, data, now):
        """Takes bytes in. A broken rule of the connection ends it with GOAWAY."""
        self._active_at = now
        self._in += data
        try:
            while not self.error and (frame := self._next_frame()):
                self._receive_frame(frame, now)
        except ProtocolError as error:
            away = envelopes.types.GoAway(reason=str(error))
            self._send(Type.GOAWAY, 0, head=away.SerializeToString(), aux=error.status)
            self.lost(f"the server broke the protocol: {error}", Status.INTERNAL)

    def lost(self, text, status=Status.UNAVAILABLE):
        """The connection is over, and every call with it."""
        self.error = self.error or RpcError(status, text)
        for stream in list(self.streams.values()):
            self._end(stream, self.error)

    def _next_frame(self):
        if len(self._in) < HEADER.size:
            return None
        length, stream, type, flags, head, aux = HEADER.unpack_from(self._in)
        if length > self.limits.max_frame:
            raise ProtocolError(f"a frame of {length} bytes")
        if head > min(length, frames.ENVELOPE_LIMIT):
            raise ProtocolError(f"an envelope of {head} bytes in a frame of {length}")
        end = HEADER.size + length
        if len(self._in) < end:
            return None
        payload = bytes(self._in[HEADER.size : end])
        del self._in[:end]
        frame = frames.Frame(stream, type, flags, payload[:head], payload[head:], aux)
        if self._trace:
            self._trace("<", frame)
        return frame

    def _receive_frame(self, frame, now):
        if frame.type >= frames.FIRST_OPTIONAL_TYPE:
            if not frame.head and not frame.body:
                self._budgets["empty frames"].spend(now)
            return
        if self.peer_software is None and frame.type != Type.HELLO:
            raise ProtocolError(f"type {frame.type} before HELLO")
        if frame.type in (Type.DATA, Type.RESPONSE):
            self._receive_message(frame, now)
        elif frame.type == Type.RESET:
            self._receive_reset(frame, now)
        elif frame.type in (Type.HELLO, Type.WINDOW, Type.PING, Type.GOAWAY):
            self._receive_control(frame, now)
        else:
            raise ProtocolError(f"type {frame.type} from a server")

    def _receive_control(self, frame, now):
        shape = {Type.HELLO: (None, 0), Type.WINDOW: (0, 0), Type.PING: (0, 8),
                 Type.GOAWAY: (None, 0)}
        head, body = shape[frame.type]
        name = Type(frame.type).name
        if frame.flags & MUST_UNDERSTAND:
            raise ProtocolError(f"{name} with flags {frame.flags:#x}")
        if len(frame.body) != body or (head == 0 and frame.head):
            raise ProtocolError(f"{name} with another payload")
        if frame.stream != 0 and frame.type != Type.WINDOW:
            raise ProtocolError(f"{name} on stream {frame.stream}")
        getattr(self, f"_receive_{name.lower()}")(frame, now)

    def _receive_hello(self, frame, now):
        if self.peer_software is not None:
            raise ProtocolError("a second HELLO")
        hello = self._read(envelopes.types.Hello, frame.head)
        self.peer = Limits().raised_by(hello)
        self.peer_software = hello.software
        self.send_credit += self.peer.connection_window - Limits.connection_window
        for stream in self.streams.values():
            stream.send_credit += self.peer.stream_window - Limits.stream_window

    def _receive_window(self, frame, now):
        self._budgets["WINDOW"].spend(now)
        if frame.stream == 0:
            if self.send_credit + frame.aux > LARGEST_WINDOW:
                raise ProtocolError("WINDOW brings the connection's credit beyond 2^31-1")
            self.send_credit += frame.aux
        elif stream := self._open_stream(frame.stream):
            try:
                stream.add_credit(frame.aux)
            except StreamError as error:
                self.reset(stream, error.status, str(error))

    def _receive_ping(self, frame, now):
        self._budgets["PING"].spend(now)
        if frame.flags & ACK:
            self._pinged_at = None
            return
        self._send(Type.PING, 0, ACK, body=frame.body)

    def _receive_goaway(self, frame, now):
        self._budgets["GOAWAY"].spend(now)
        away = self._read(envelopes.types.GoAway, frame.head)
        self.draining = True
        for stream in list(self.streams.values()):
            if stream.number > away.last_stream:
                text = f"the server goes away: {away.reason}"
                self._end(stream, RpcError(Status.UNAVAILABLE, text, unprocessed=True))
        if frame.aux != 0:
            self.lost(f"the server ended the connection: {away.reason}")

    def _receive_message(self, frame, now):
        if not self._window.spend(len(frame.body)):
            raise ProtocolError("beyond the connection's credit")
        stream = self._open_stream(frame.stream)
        if not frame.body and not self._has_its_place(frame, stream):
            self._budgets["empty frames"].spend(now)
        if stream is None:
            self._return_credit(None, len(frame.body))
            return
        try:
            if not stream.window.spend(len(frame.body)):
                raise StreamError("beyond the stream's credit")
            response = frame.type == Type.RESPONSE
            receive = stream.receive_response if response else stream.receive_data
            self._return_credit(stream, receive(frame))
        except StreamError as error:
            self._return_credit(None, len(frame.body))
            self.reset(stream, error.status, str(error))
        if stream.ended:
            self.streams.pop(stream.number, None)

    def _receive_reset(self, frame, now):
        stream = self._open_stream(frame.stream)
        if stream is None:
            self._budgets["RESET"].spend(now)
            return
        unprocessed = bool(frame.flags & UNPROCESSED)
        status = Status(frame.aux) if frame.aux != 0 else Status.UNKNOWN
        text, wait = pushed_back(frame.body.decode(errors="replace"))
        self._end(stream, RpcError(status, text, retry_after=wait, unprocessed=unprocessed))

    # Small things.

    def _has_its_place(self, frame, stream):
        """Whether an empty frame is one of the few that a call brings: metadata, and its end."""
        metadata = frame.head and frame.type == Type.DATA and stream and not stream.data_seen
        return stream and (frame.flags & END or metadata)

    def _open_stream(self, number):
        """The open stream, or None for one that is closed."""
        if number % 2 == 0 or number >= self._next_stream:
            raise ProtocolError(f"stream {number} was never opened")
        return self.streams.get(number)

    def _end(self, stream, error):
        stream.end(error)
        self.streams.pop(stream.number, None)

    def _read(self, message_type, data):
        try:
            return envelopes.read(message_type, data)
        except envelopes.EnvelopeError as error:
            raise ProtocolError(str(error)) from None

    def _spend(self, stream, size):
        self.send_credit -= size
        stream.send_credit -= size
        if size:
            # The server may answer with credit, for the stream and for the connection.
            self._budgets["WINDOW"].allow(2)

    def _return_credit(self, stream, size):
        if size and (credit := self._window.take_in(size)):
            self._send(Type.WINDOW, 0, aux=credit)
        if size and stream and not stream.ended:
            if credit := stream.window.take_in(size):
                self._send(Type.WINDOW, stream.number, aux=credit)

    def _send(self, type, stream, flags=0, head=b"", body=b"", aux=0):
        if self.error:
            return
        self.out += frames.encode(type, stream, flags, head, body, aux)
        if self._trace:
            self._trace(">", frames.Frame(stream, type, flags, head, body, aux))
