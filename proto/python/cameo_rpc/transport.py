"""TLS, the identity of the server, and the thread that owns the socket."""

import select
import socket
import ssl
import threading
import time

from . import envelopes
from .call import Call, microseconds_left
from .connection import Connection
from .errors import ConnectError, RpcError
from .frames import Status

ALPN = "cameo/1"
RECORD = 16_384


def connect(target, certificates, *, server, name="client", timeout=10.0, limits=None,
            keylog=None, trace=None):
    """A Client, connected to `target` ("host:port").

    `certificates` is a folder with ca.pem, and NAME.pem and NAME.key to show; `server` is the
    identity to insist on, "spiffe://cameo.local/service/profile". With `keylog`, the session's
    secrets go to that file, for Wireshark; `trace(direction, frame)` is told of every frame.
    Raises ConnectError.
    """
    host, port = _split(target)
    context = _context(certificates, name, keylog)
    try:
        plain = socket.create_connection((host, port), timeout=timeout)
    except OSError as error:
        raise ConnectError(f"cannot reach {target}: {error.strerror or error}") from None
    try:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        wire = context.wrap_socket(plain)
    except (OSError, ValueError) as error:
        plain.close()
        raise ConnectError(f"TLS with {target} failed: {_reason(error)}") from None
    try:
        _check_peer(wire, target, server)
    except ConnectError:
        wire.close()
        raise
    return Client(wire, limits, trace)


class Client:
    """A connection to a server. Any number of threads may make calls on it at once."""

    def __init__(self, wire, limits=None, trace=None):
        self.changed = threading.Condition()
        self.connection = Connection(time.monotonic(), limits, trace=trace)
        self._wire = wire
        self._wire.setblocking(False)
        self._waker, self._woken = socket.socketpair()
        for end in (self._waker, self._woken):
            end.setblocking(False)
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="cameo-rpc", daemon=True)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def call(self, method, request=None, *, last=None, timeout=None, metadata=()):
        """Starts a call of any kind; `request` is its first message.

        `last` says that it is the only one, and need not be given for a method that takes one.
        `timeout` is in seconds, `metadata` pairs of a lower-case key and bytes or text. Waits
        while the server's bound on open calls is reached.
        """
        if last is None:
            last = not method.client_streaming
        deadline = None if timeout is None else time.monotonic() + timeout
        head = envelopes.types.RequestHead(
            method=method.name, metadata=envelopes.entries(metadata)
        ).SerializeToString()
        data = None if request is None else request.SerializeToString()
        with self.changed:
            self.wait(self._may_open, deadline)
            aux = microseconds_left(deadline)
            stream, rest = self.connection.open(
                head, aux, method.server_streaming, deadline, data, last
            )
            self.wake()
            return Call(self, stream, method.reply_type, rest, last)

    def unary(self, method, request, **options):
        """Calls a method with one request and one reply; returns the reply."""
        return self.call(method, request, last=True, **options).reply()

    def close(self):
        """Cancels what is unfinished and closes the connection."""
        with self.changed:
            self._closing = True
            self.wake()
        self._thread.join()

    # For Call, which holds the lock.

    def wait(self, condition, deadline=None):
        left = None if deadline is None else max(0, deadline - time.monotonic())
        if not self.changed.wait_for(condition, left):
            raise RpcError(Status.DEADLINE_EXCEEDED, "no room for another call", unprocessed=True)

    def wake(self):
        try:
            self._waker.send(b"\0")
        except OSError:
            pass  # It is full, so the thread will wake; or closed, and the thread has ended.

    def _may_open(self):
        connection = self.connection
        room = len(connection.streams) < connection.peer.max_streams
        return room or connection.error or connection.draining

    # The thread.

    def _run(self):
        try:
            while self._step():
                pass
        except (OSError, ssl.SSLError) as error:
            self._lost(f"the connection is lost: {_reason(error)}")
        finally:
            self._finish()

    def _step(self):
        with self.changed:
            next_time = self.connection.tick(time.monotonic())
            self.changed.notify_all()
            unsent = bool(self.connection.out)
            if self._closing or self.connection.error:
                self._write()
                return False
        wait = max(0, next_time - time.monotonic())
        readable, _, _ = select.select(
            [self._wire, self._woken], [self._wire] if unsent else [], [], wait
        )
        if self._woken in readable:
            self._woken.recv(4096)
        self._write()
        return self._read()

    def _write(self):
        with self.changed:
            out = self.connection.out
            while out:
                try:
                    # A retry must begin with the same bytes; it does, for `out` only grows.
                    del out[: self._wire.send(bytes(out[:RECORD]))]
                except (ssl.SSLWantWriteError, ssl.SSLWantReadError):
                    return

    def _read(self):
        while True:
            try:
                data = self._wire.recv(4 * RECORD)
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return True
            if not data:
                self._lost("the server closed the connection")
                return False
            with self.changed:
                self.connection.receive(data, time.monotonic())
                self.changed.notify_all()

    def _lost(self, text):
        with self.changed:
            self.connection.lost(text)
            self.changed.notify_all()

    def _finish(self):
        self._lost("the client has closed the connection")
        try:
            self._wire.unwrap()  # Sends close_notify; the server's is not waited for.
        except (OSError, ValueError):
            pass
        with self.changed:
            for end in (self._wire, self._waker, self._woken):
                end.close()


def _split(target):
    host, colon, port = target.rpartition(":")
    host = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if not colon or not host or not port.isascii() or not port.isdigit() or int(port) > 65_535:
        raise ConnectError(f"not an address like 127.0.0.1:7190: {target!r}")
    return host, int(port)


def _context(certificates, name, keylog):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    # The chain is checked as ever; the name is a URI, which this option knows nothing of.
    context.check_hostname = False
    context.set_alpn_protocols([ALPN])
    for file in ("ca.pem", f"{name}.pem", f"{name}.key"):
        try:
            with open(f"{certificates}/{file}", "rb"):
                pass
        except OSError as error:
            raise ConnectError(f"{certificates}/{file}: {error.strerror}") from None
    try:
        context.load_verify_locations(f"{certificates}/ca.pem")
        context.load_cert_chain(f"{certificates}/{name}.pem", f"{certificates}/{name}.key")
    except ssl.SSLError as error:
        raise ConnectError(f"the certificates in {certificates}: {_reason(error)}") from None
    if keylog:
        try:
            context.keylog_filename = str(keylog)
        except OSError as error:
            raise ConnectError(f"{keylog}: {error.strerror}") from None
    return context


def _check_peer(wire, target, server):
    if wire.selected_alpn_protocol() != ALPN:
        raise ConnectError(f"{target} does not speak {ALPN}")
    names = wire.getpeercert().get("subjectAltName", ())
    identities = [value for kind, value in names if kind == "URI"]
    # Exactly one, so that a second name can hide behind none.
    if identities != [server]:
        shown = ", ".join(identities) or "no identity"
        raise ConnectError(f"{target} is {shown}, not {server}")


def _reason(error):
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    return getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
