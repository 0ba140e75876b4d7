"""Frames, their flags and the status codes: PROTOCOL.md, sections 2 to 5."""

import enum
import struct
from typing import NamedTuple

HEADER = struct.Struct(">IIBBHI")  # length, stream, type, flags, head, aux

ENVELOPE_LIMIT = 8192
LAST_STREAM = 2**31 - 1


class Type(enum.IntEnum):
    HELLO, REQUEST, DATA, RESPONSE, RESET, WINDOW, PING, GOAWAY = range(1, 9)


# Plain numbers: they are tested on every frame, and an IntFlag costs a microsecond each time.
END, MORE, COMPRESSED, NO_MESSAGE, ACK, UNPROCESSED = 1, 2, 4, 8, 16, 32

FIRST_OPTIONAL_TYPE = 0x80
MUST_UNDERSTAND = 0x0F


class Status(enum.IntEnum):
    (OK, CANCELLED, UNKNOWN, INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND, ALREADY_EXISTS,
     PERMISSION_DENIED, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE,
     UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS, UNAUTHENTICATED) = range(17)

    @classmethod
    def _missing_(cls, value):
        return cls.UNKNOWN if isinstance(value, int) else None


class Frame(NamedTuple):
    stream: int
    type: int
    flags: int
    head: bytes
    body: bytes
    aux: int


def encode(type, stream, flags=0, head=b"", body=b"", aux=0):
    """The bytes of one frame."""
    length = len(head) + len(body)
    return b"".join((HEADER.pack(length, stream, type, flags, len(head), aux), head, body))
