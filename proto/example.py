#!/usr/bin/env python3
"""A whole call in Cameo RPC with nothing but Python: is the server able to serve?

    proto/example.py [HOST:PORT [DIR]]      127.0.0.1:7100 and .demo/certs, as deploy/demo leaves them

PROTOCOL.md, beside this file, explains every byte.
"""

import socket
import ssl
import struct
import sys

HELLO, REQUEST, RESPONSE, END = 1, 2, 4, 1
HEADER = struct.Struct(">IIBBHI")  # length, stream, type, flags, head, aux

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:7100"
certificates = sys.argv[2] if len(sys.argv) > 2 else ".demo/certs"
host, port = address.rsplit(":", 1)

context = ssl.create_default_context(cafile=f"{certificates}/ca.pem")
context.load_cert_chain(f"{certificates}/client.pem", f"{certificates}/client.key")
context.set_alpn_protocols(["cameo/1"])
# The authority is checked; the name would be a URI: spiffe://cameo.local/service/gateway.
context.check_hostname = False


def send(wire, kind, stream, flags=0, head=b"", body=b"", aux=0):
    payload = head + body
    wire.sendall(HEADER.pack(len(payload), stream, kind, flags, len(head), aux) + payload)


with context.wrap_socket(socket.create_connection((host, int(port)))) as wire:
    method = b"cameo.rpc.v1.Health/Check"
    send(wire, HELLO, 0)  # an empty Hello: every limit is the default
    # RequestHead { method }, then a HealthRequest of no bytes; two seconds to answer.
    send(wire, REQUEST, 1, END, head=b"\x0a" + bytes([len(method)]) + method, aux=2_000_000)
    frames = wire.makefile("rb")
    while True:
        length, stream, kind, flags, head, aux = HEADER.unpack(frames.read(HEADER.size))
        body = frames.read(length)[head:]
        if kind == RESPONSE:
            print(f"status {aux}, reply {body.hex(' ')}")  # status 0, reply 08 01: SERVING
            break
