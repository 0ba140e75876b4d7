"""Envelopes, read as strictly as PROTOCOL.md, section 6, asks.

protobuf's own readers keep a known field of the wrong wire type as if it were unknown, and cut a
number beyond 32 bits. So the bytes are walked once before protobuf sees them.
"""

import re

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError

from .messages import Schema

types = Schema("cameo/rpc/v1/envelope.proto")

_KEY = re.compile("[a-z0-9._-]+")
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


class EnvelopeError(Exception):
    """An envelope that must be refused, and why."""


def read(message_type, data):
    """The message in `data`, or EnvelopeError."""
    _check(message_type.DESCRIPTOR, data)
    try:
        message = message_type.FromString(data)
    except DecodeError as error:
        raise EnvelopeError(f"not a {message_type.DESCRIPTOR.name}: {error}") from None
    for pair in getattr(message, "metadata", ()):
        if not _KEY.fullmatch(pair.key):
            raise EnvelopeError(f"{pair.key!r} is no key of metadata")
    return message


def pairs(metadata):
    """Metadata as (key, bytes), from envelope to application."""
    return [(pair.key, pair.value) for pair in metadata]


def entries(metadata):
    """Metadata from (key, bytes or text), from application to envelope."""
    result = []
    for key, value in metadata:
        if not _KEY.fullmatch(key):
            raise ValueError(f"a key of metadata is one or more of a-z, 0-9, - _ and ., not {key!r}")
        value = value.encode() if isinstance(value, str) else bytes(value)
        result.append(types.Metadata(key=key, value=value))
    return result


def _check(descriptor, data):
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, wire = tag >> 3, tag & 7
        if not 0 < number < 2**29:
            raise EnvelopeError(f"{descriptor.name} has a field with the number {number}")
        field = descriptor.fields_by_number.get(number)
        start = at
        if wire == _VARINT:
            value, at = _varint(data, at)
        elif wire == _BYTES:
            value, start = _varint(data, at)
            at = start + value
        elif wire in (_FIXED32, _FIXED64):
            at += 4 if wire == _FIXED32 else 8
        else:
            raise EnvelopeError(f"{descriptor.name} has a group")
        if at > len(data):
            raise EnvelopeError(f"{descriptor.name} ends within a field")
        if field is not None:
            _check_known(field, wire, value if wire == _VARINT else None, data[start:at])


def _check_known(field, wire, number, content):
    expected = _VARINT if field.type == FieldDescriptor.TYPE_UINT32 else _BYTES
    if wire != expected:
        raise EnvelopeError(f"{field.full_name} has wire type {wire} instead of {expected}")
    if expected == _VARINT:
        if number >= 2**32:
            raise EnvelopeError(f"{field.full_name} is beyond 32 bits")
    elif field.type == FieldDescriptor.TYPE_MESSAGE:
        _check(field.message_type, content)
    elif field.type == FieldDescriptor.TYPE_STRING:
        _check_text(field, content)


def _check_text(field, content):
    try:
        content.decode()
    except UnicodeDecodeError:
        raise EnvelopeError(f"{field.full_name} is not UTF-8") from None
    if b"\0" in content:
        raise EnvelopeError(f"{field.full_name} contains a NUL byte")


def _varint(data, at):
    value = 0
    for count in range(10):
        if at + count >= len(data):
            raise EnvelopeError("bytes end within a number")
        byte = data[at + count]
        value |= (byte & 0x7F) << (7 * count)
        if byte < 0x80:
            if value >= 2**64:
                break
            return value, at + count + 1
    raise EnvelopeError("a number beyond 64 bits")
