#!/usr/bin/python3
"""Tests of the client without a server: bytes in, bytes and results out."""

import unittest

from cameo_rpc import Connection, Limits, Status, envelopes, frames
from cameo_rpc.credit import FloodBudget
from cameo_rpc.errors import ProtocolError
from cameo_rpc.frames import ACK, COMPRESSED, END, MORE, NO_MESSAGE, UNPROCESSED, Type, encode
from examples import examples

types = envelopes.types
HELLO = encode(Type.HELLO, 0, head=types.Hello(software="test").SerializeToString())
HEAD = types.RequestHead(method="a.B/C").SerializeToString()


class Peer(unittest.TestCase):
    """A connection that has seen a server's HELLO, and what it has sent since."""

    def setUp(self):
        self.machine = Connection(0.0)
        self.machine.receive(HELLO, 0.0)
        self.sent()

    def open(self, replies_stream=True, message=None, last=False, deadline=None):
        stream, _ = self.machine.open(HEAD, 0, replies_stream, deadline, message, last)
        self.sent()
        return stream

    def receive(self, *arguments, now=0.0, **fields):
        self.machine.receive(encode(*arguments, **fields), now)

    def sent(self):
        """The frames sent since the last time, as (type, stream, flags, aux, body)."""
        found, data = [], bytes(self.machine.out)
        self.machine.out.clear()
        while data:
            length, stream, type, flags, head, aux = frames.HEADER.unpack_from(data)
            found.append((type, stream, flags, aux, data[16 + head : 16 + length]))
            data = data[16 + length :]
        return found

    def expect_broken(self, status=Status.INTERNAL):
        self.assertIsNotNone(self.machine.error, "the connection goes on")
        (type, stream, flags, aux, _) = self.sent()[-1]
        self.assertEqual((type, stream, flags, aux), (Type.GOAWAY, 0, 0, status))

    def expect_reset(self, stream, status=Status.INTERNAL):
        self.assertIsNone(self.machine.error, "the connection is over")
        self.assertTrue(stream.ended)
        self.assertEqual(stream.error.status, status)
        resets = [frame[:4] for frame in self.sent() if frame[0] == Type.RESET]
        self.assertEqual(resets, [(Type.RESET, stream.number, 0, status)])


class ConversationTests(unittest.TestCase):
    def test_every_frame_of_the_page_is_written_the_same(self):
        for sender, name, data in examples():
            with self.subTest(sender=sender, name=name):
                length, stream, type, flags, head, aux = frames.HEADER.unpack_from(data)
                payload = data[16:]
                self.assertEqual(len(payload), length)
                again = encode(type, stream, flags, payload[:head], payload[head:], aux)
                self.assertEqual(again, data)

    def test_the_page_s_conversation_is_followed_in_bytes_of_any_size(self):
        for size in (1, 7, 4096):
            with self.subTest(size=size):
                self.follow(size)

    def follow(self, size):
        machine, streams = Connection(0.0), {}
        for sender, name, data in examples():
            if sender == "client":
                self.say(machine, streams, name, data)
                continue
            for at in range(0, len(data), size):
                machine.receive(data[at : at + size], 0.0)
        ends = {n: stream.error.status if stream.error else 0 for n, stream in streams.items()}
        self.assertEqual(ends, {1: 0, 3: 5, 5: 0, 7: 0, 9: 1, 11: Status.UNAVAILABLE})
        self.assertEqual(streams[3].error.message, "no such service: profil")
        self.assertEqual(streams[3].error.retry_after, 1.5)
        self.assertEqual(streams[3].error.details[0][0], "cameo.rpc.v1.FieldViolation")
        self.assertEqual(streams[5].initial_metadata, [("region", b"eu")])
        self.assertEqual(streams[7].messages[0][0], b"\x0a\x04abcd")
        self.assertTrue(streams[11].error.unprocessed)
        self.assertIn("too many PIN", machine.error.message)

    def say(self, machine, streams, name, data):
        _, number, type, _, head, _ = frames.HEADER.unpack_from(data)
        if type == Type.REQUEST:
            replies_stream = number in (5, 9)
            # The page's last REQUEST crosses the server's GOAWAY: it is sent before that comes.
            machine.draining = False
            stream, _ = machine.open(data[16 : 16 + head], 0, replies_stream, None, b"", True)
            self.assertEqual(stream.number, number)
            streams[number] = stream
        elif type == Type.RESET:
            machine.reset(streams[number], Status.CANCELLED)


class CallTests(Peer):
    def test_calls_may_follow_hello_at_once(self):
        machine = Connection(0.0)
        machine.open(HEAD, 5, False, None, b"hi", True)
        hello, request = bytes(machine.out[8:9]), bytes(machine.out[-len(HEAD) - 18 :])
        self.assertEqual(hello[0], Type.HELLO)
        self.assertEqual(request, encode(Type.REQUEST, 1, END, HEAD, b"hi", 5))

    def test_a_message_is_cut_to_frames_and_waits_for_credit(self):
        message = bytes(300 << 10)
        stream, rest = self.machine.open(HEAD, 0, False, None, message, True)
        while rest and self.machine.out and stream.send_credit:
            rest = self.machine.send_message(stream, rest, True)
        self.assertEqual(len(message) - len(rest), 256 << 10)
        pieces = self.sent()
        self.assertTrue(all(frame[2] == MORE for frame in pieces))
        self.assertEqual(self.machine.send_message(stream, rest, True), rest)
        self.assertEqual(self.sent(), [])
        self.receive(Type.WINDOW, 1, aux=100 << 10)
        while rest:
            rest = self.machine.send_message(stream, rest, True)
        pieces = self.sent()
        self.assertEqual(pieces[-1][2], END)
        self.assertEqual(sum(len(frame[4]) for frame in pieces), 44 << 10)

    def test_a_raised_window_helps_streams_that_are_open(self):
        self.machine = Connection(0.0)
        stream = self.open()
        hello = types.Hello(stream_window=1 << 20).SerializeToString()
        self.receive(Type.HELLO, 0, head=hello)
        self.assertEqual(stream.send_credit, 1 << 20)

    def test_credit_is_returned_as_the_application_reads(self):
        stream = self.open()
        for _ in range(16):
            self.receive(Type.DATA, 1, body=bytes(16_000))
        self.assertEqual(self.sent(), [])
        for _ in range(16):
            _, credit = stream.messages.popleft()
            self.machine.taken_in(stream, credit)
        self.assertEqual([frame[:4] for frame in self.sent()], [(Type.WINDOW, 1, 0, 144_000)])

    def test_pieces_of_a_message_count_as_taken_in(self):
        self.open()
        for _ in range(40):
            self.receive(Type.DATA, 1, MORE, body=bytes(16_000))
        windows = [frame for frame in self.sent() if frame[1] == 1]
        self.assertEqual(sum(frame[3] for frame in windows), 4 * 144_000)

    def test_a_closed_stream_s_frames_give_the_connection_s_credit_back(self):
        stream = self.open()
        self.machine.reset(stream, Status.CANCELLED)
        self.sent()
        for _ in range(132):
            self.receive(Type.DATA, 1, body=bytes(16_000))
        self.assertEqual([frame[:4] for frame in self.sent()], [(Type.WINDOW, 0, 0, 132 * 16_000)])

    def test_a_failure_may_cut_a_message_short(self):
        stream = self.open()
        self.receive(Type.DATA, 1, MORE, body=b"half")
        self.receive(Type.RESPONSE, 1, END | NO_MESSAGE, aux=14)
        self.assertEqual(stream.error.status, Status.UNAVAILABLE)
        self.assertEqual(self.sent(), [])

    def test_a_number_beyond_the_codes_is_unknown_and_so_is_ok_on_a_reset(self):
        for type, flags, aux in [(Type.RESPONSE, END | NO_MESSAGE, 99), (Type.RESET, 0, 0)]:
            stream = self.open()
            self.receive(type, stream.number, flags, aux=aux)
            self.assertEqual(stream.error.status, Status.UNKNOWN)

    def test_a_ping_is_answered(self):
        self.receive(Type.PING, 0, body=b"12345678")
        self.assertEqual(self.sent(), [(Type.PING, 0, ACK, 0, b"12345678")])

    def test_draining_ends_calls_that_no_handler_saw(self):
        first, second = self.open(), self.open()
        away = types.GoAway(last_stream=first.number).SerializeToString()
        self.receive(Type.GOAWAY, 0, head=away)
        self.assertFalse(first.ended)
        self.assertTrue(second.error.unprocessed)
        with self.assertRaises(Exception) as raised:
            self.open()
        self.assertTrue(raised.exception.unprocessed)

    def test_what_is_unknown_and_optional_is_skipped(self):
        self.receive(0x80, 12, 0xFF, body=b"?", aux=7)
        stream = self.open()
        self.receive(Type.RESPONSE, 1, 0xC0 | END | NO_MESSAGE, head=b"\x50\x01")
        self.assertTrue(stream.ended)
        self.assertIsNone(stream.error)


class PushBackTests(Peer):
    def test_the_end_of_a_reset_s_text_says_when_to_come_back(self):
        cases = {
            b"busy retry_after_ms=1500": ("busy", 1.5),
            b" retry_after_ms=0": ("", 0.0),
            b"busy retry_after_ms=2147483647": ("busy", 2147483.647),
            b"busy retry_after_ms=2147483648": ("busy", float("inf")),
            b"busy retry_after_ms=4294967295": ("busy", float("inf")),
            b"busy retry_after_ms=" + b"0" * 9000 + b"5": ("busy", 0.005),
            b"a retry_after_ms=1 retry_after_ms=20": ("a retry_after_ms=1", 0.02),
        }
        plain = [b"", b"busy", b"busy retry_after_ms=", b"busyretry_after_ms=5",
                 b"busy retry_after_ms=5.", b"busy retry_after_ms=-5", b"busy retry_after_ms=5\n",
                 b"busy retry_after_ms=4294967296", b"busy retry_after_ms=" + b"9" * 9000,
                 "busy retry_after_ms=\u0665".encode()]
        cases |= {text: (text.decode(), 0.0) for text in plain}
        for text, (message, wait) in cases.items():
            with self.subTest(text):
                stream = self.open()
                self.receive(Type.RESET, stream.number, UNPROCESSED, aux=8, body=text)
                self.assertEqual(stream.error.message, message)
                self.assertEqual(stream.error.retry_after, wait)
                self.assertTrue(stream.error.unprocessed)

    def test_a_response_says_it_in_its_envelope(self):
        for wait, wanted in [(0, 0.0), (250, 0.25), (2**31, float("inf"))]:
            stream = self.open()
            head = types.ResponseHead(retry_after_ms=wait).SerializeToString()
            self.receive(Type.RESPONSE, stream.number, END | NO_MESSAGE, aux=14, head=head)
            self.assertEqual(stream.error.retry_after, wanted)


class MetadataTests(unittest.TestCase):
    def test_keys_that_no_server_takes_are_not_sent(self):
        for key in ["", "X-Order", "x order", ":path", "x-\u00fcber", "x\n", "x/y"]:
            with self.subTest(key), self.assertRaises(ValueError) as raised:
                envelopes.entries([("x-good", "1"), (key, "2")])
            self.assertIn(repr(key), str(raised.exception))
        key = "abcdefghijklmnopqrstuvwxyz0123456789-_."
        self.assertEqual(envelopes.entries([(key, "1")])[0].key, key)


class TimeTests(Peer):
    def test_a_deadline_ends_the_call_on_both_sides(self):
        stream = self.open(deadline=2.0)
        self.assertEqual(self.machine.tick(1.0), 2.0)
        self.machine.tick(2.0)
        self.assertEqual(stream.error.status, Status.DEADLINE_EXCEEDED)
        self.assertEqual(self.sent(), [(Type.RESET, 1, 0, 1, b"the deadline has passed")])

    def test_an_idle_connection_is_asked_and_then_given_up(self):
        self.assertEqual(self.machine.tick(1.0), 30.0)
        self.machine.tick(30.0)
        self.assertEqual(self.sent(), [(Type.PING, 0, 0, 0, bytes(8))])
        self.receive(Type.PING, 0, ACK, body=bytes(8), now=31.0)
        self.assertEqual(self.machine.tick(31.0), 61.0)
        self.machine.tick(61.0)
        self.machine.tick(71.0)
        self.assertEqual(self.machine.error.status, Status.UNAVAILABLE)

    def test_a_server_without_hello_is_given_up(self):
        machine = Connection(0.0)
        self.assertEqual(machine.tick(9.0), 10.0)
        machine.tick(10.0)
        self.assertIsNotNone(machine.error)


class BrokenConnectionTests(Peer):
    def test_each_of_these_ends_the_connection(self):
        goaway = types.GoAway().SerializeToString() + b"\x0a"
        cases = {
            "a long frame": bytes([0, 0, 64, 0]) + bytes(12),
            "an HTTP server": b"HTTP/1.1 400 Bad Request",
            "an envelope beyond the payload": frames.HEADER.pack(1, 1, 3, 0, 2, 0),
            "an envelope beyond 8 KiB": frames.HEADER.pack(9000, 1, 3, 0, 8193, 0),
            "a second HELLO": HELLO,
            "an unknown type": encode(9, 0),
            "a REQUEST from a server": encode(Type.REQUEST, 1, END, HEAD),
            "HELLO on a stream": encode(Type.HELLO, 1),
            "a flag on PING": encode(Type.PING, 0, END, body=bytes(8)),
            "a short PING": encode(Type.PING, 0, body=bytes(7)),
            "WINDOW with a body": encode(Type.WINDOW, 0, body=b"1", aux=1),
            "GOAWAY with a body": encode(Type.GOAWAY, 0, body=b"1"),
            "a GOAWAY that ends within a field": encode(Type.GOAWAY, 0, head=goaway),
            "DATA on a stream never opened": encode(Type.DATA, 3),
            "DATA on the connection": encode(Type.DATA, 0),
            "RESPONSE on an even stream": encode(Type.RESPONSE, 2, END),
            "RESET on a stream never opened": encode(Type.RESET, 5, aux=1),
            "WINDOW on a stream never opened": encode(Type.WINDOW, 5, aux=1),
            "credit beyond 2^31-1": encode(Type.WINDOW, 0, aux=2**31 - 1),
        }
        for name, data in cases.items():
            with self.subTest(name):
                self.setUp()
                self.open()
                self.machine.receive(data, 0.0)
                self.expect_broken()

    def test_a_hello_may_not_be_wrong(self):
        cases = {
            "lower": types.Hello(max_frame=16_367).SerializeToString(),
            "too high": types.Hello(max_frame=2**24).SerializeToString(),
            "a window too large": types.Hello(stream_window=2**31).SerializeToString(),
            "beyond 32 bits": b"\x08" + b"\xff" * 4 + b"\x1f",
            "another wire type": b"\x0a\x01a",
            "a group": b"\x4b\x4c",
            "no UTF-8": b"\x3a\x01\xff",
            "NUL": b"\x3a\x01\x00",
        }
        for name, head in cases.items():
            with self.subTest(name):
                self.machine = Connection(0.0)
                self.receive(Type.HELLO, 0, head=head)
                self.expect_broken()

    def test_something_before_hello(self):
        self.machine = Connection(0.0)
        self.receive(Type.PING, 0, body=bytes(8))
        self.expect_broken()

    def test_more_than_the_connection_s_credit(self):
        for _ in range(17):
            self.open()
        for number in range(1, 34, 2):
            for _ in range(16):
                self.receive(Type.DATA, number, body=bytes(16_384 - 16))
        self.receive(Type.DATA, 33, body=bytes(16_000))
        self.expect_broken()

    def test_floods(self):
        cases = {
            "PING": lambda: encode(Type.PING, 0, body=bytes(8)),
            "WINDOW": lambda: encode(Type.WINDOW, 0),
            "empty frames": lambda: encode(Type.DATA, 1),
            "RESET": lambda: encode(Type.RESET, 1, aux=1),
            "late ends": lambda: encode(Type.RESPONSE, 1, END | NO_MESSAGE),
            "GOAWAY": lambda: encode(Type.GOAWAY, 0, head=b"\x08\x01"),
            "answers": lambda: encode(Type.PING, 0, ACK, body=bytes(8)),
            "extensions": lambda: encode(0x80, 0),
            "pieces with envelopes": lambda: encode(Type.DATA, 1, MORE, b"\x50\1"),
        }
        for name, frame in cases.items():
            with self.subTest(name):
                self.setUp()
                self.open()
                if name in ("RESET", "late ends"):
                    self.receive(Type.RESPONSE, 1, END | NO_MESSAGE)
                if name == "pieces with envelopes":
                    self.receive(Type.DATA, 1, MORE, head=b"\x50\1")
                for _ in range(1000):
                    self.machine.receive(frame(), 0.0)
                self.assertIsNone(self.machine.error)
                self.machine.receive(frame(), 0.0)
                self.expect_broken(Status.RESOURCE_EXHAUSTED)

    def test_a_flood_budget_fills_again(self):
        budget = FloodBudget("x")
        for now in [0.0] * 1000 + [1.0] * 200:
            budget.spend(now)
        with self.assertRaises(ProtocolError):
            budget.spend(1.0)

    def test_what_one_s_own_calls_bring_is_no_flood(self):
        for count in range(3000):
            self.receive(Type.RESET, self.open().number, UNPROCESSED, aux=8)
            stream = self.open()
            self.receive(Type.DATA, stream.number, NO_MESSAGE, head=b"\x50\1")
            self.machine.reset(stream, Status.CANCELLED)
            self.receive(Type.RESET, stream.number, aux=1)
            self.receive(Type.DATA, stream.number, NO_MESSAGE, head=b"\x50\1")
            self.receive(Type.RESPONSE, stream.number, NO_MESSAGE | END)
        self.assertIsNone(self.machine.error)


class BrokenStreamTests(Peer):
    def test_each_of_these_ends_the_stream_alone(self):
        metadata = types.ResponseHead(metadata=[types.Metadata(key="a")]).SerializeToString()
        cases = {
            "END on DATA": [(Type.DATA, END)],
            "COMPRESSED without a codec": [(Type.DATA, COMPRESSED)],
            "NO_MESSAGE with MORE": [(Type.DATA, NO_MESSAGE | MORE)],
            "NO_MESSAGE with a body": [(Type.DATA, NO_MESSAGE, b"", b"1")],
            "NO_MESSAGE within a message": [(Type.DATA, MORE), (Type.DATA, NO_MESSAGE)],
            "a second envelope": [(Type.DATA, 0), (Type.DATA, 0, metadata)],
            "an unreadable envelope": [(Type.DATA, 0, b"\x0a")],
            "a key in upper case": [(Type.DATA, 0, b"\x0a\x03\x0a\x01A")],
            "a pair without a key": [(Type.RESPONSE, END | NO_MESSAGE, b"\x0a\x00")],
            "RESPONSE without END": [(Type.RESPONSE, NO_MESSAGE)],
            "RESPONSE with END and MORE": [(Type.RESPONSE, END | MORE)],
            "OK within a message": [(Type.DATA, MORE), (Type.RESPONSE, END | NO_MESSAGE)],
            "beyond the stream's credit": [(Type.DATA, 0, b"", bytes(16_368))] * 17,
            "too much credit": [(Type.WINDOW, 0, b"", b"", 2**31 - 1)],
        }
        for name, list in cases.items():
            with self.subTest(name):
                self.setUp()
                stream, other = self.open(), self.open()
                for type, flags, *rest in list:
                    self.machine.receive(encode(type, 1, flags, *rest), 0.0)
                self.expect_reset(stream)
                self.assertFalse(other.ended)

    def test_a_message_beyond_the_limit(self):
        stream = self.open()
        for _ in range(257):
            self.receive(Type.DATA, 1, MORE, body=bytes(16_368))
        self.expect_reset(stream, Status.RESOURCE_EXHAUSTED)

    def test_a_call_with_one_reply_gets_exactly_one(self):
        stream = self.open(replies_stream=False)
        self.receive(Type.DATA, 1, body=b"x")
        self.receive(Type.RESPONSE, 1, END, body=b"y")
        self.expect_reset(stream)
        stream = self.open(replies_stream=False)
        self.receive(Type.RESPONSE, 3, END | NO_MESSAGE)
        self.assertEqual(stream.error.status, Status.INTERNAL)


class LimitTests(unittest.TestCase):
    def test_limits_are_raised_and_0_is_the_default(self):
        limits = Limits().raised_by(types.Hello(max_frame=20_000))
        self.assertEqual(limits, Limits(max_frame=20_000))


if __name__ == "__main__":
    unittest.main()
