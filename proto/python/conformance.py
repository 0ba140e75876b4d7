#!/usr/bin/python3
"""gRPC's interoperability cases, with their sizes, against a server that has the test service.

    cameo test-server --listen 127.0.0.1:7190 --certs certs &
    proto/python/conformance.py --target 127.0.0.1:7190 --certs certs

Prints a line for each case and exits with 1 where one failed, with 2 where there is no server to
try. The cases are those of gRPC's doc/interop-test-descriptions.md that do not depend on HTTP, and
a few of PROTOCOL.md's own.
"""

import argparse
import os
import sys

from cameo_rpc import ConnectError, Method, RpcError, Schema, Status, connect

schema = Schema("cameo/rpc/v1/test_service.proto")
TEST_SERVICE = "cameo.rpc.v1.TestService"
LONGEST = 50.0  # seconds that a call, or a handshake, may take on a slow machine

REQUEST_SIZES = [27182, 8, 1828, 45904]
REPLY_SIZES = [31415, 9, 2653, 58979]

cases = {}
usual = []


def case(function):
    """One to run where no cases are named: any test server will do."""
    usual.append(function.__name__)
    return named(function)


def named(function):
    """One to run where it is named, against a server that does what it is about."""
    cases[function.__name__] = function
    return function


def method(name):
    return schema.methods[f"{TEST_SERVICE}/{name}"]


def expect(what, found, wanted):
    if found != wanted:
        raise AssertionError(f"{what} is {found!r}, not {wanted!r}")


def expect_error(status, run):
    try:
        run()
    except RpcError as error:
        expect("the status", error.status.name, status.name)
        return error
    raise AssertionError(f"the call ended with OK, not {status.name}")


def output_request(*sizes, payload=0, interval_us=0):
    wanted = [schema.ResponseParameters(size=size, interval_us=interval_us) for size in sizes]
    return schema.StreamingOutputRequest(response_parameters=wanted, payload=bytes(payload))


@case
def empty_unary(client):
    reply = client.unary(method("EmptyCall"), schema.Empty(), timeout=LONGEST)
    expect("the reply", reply, schema.Empty())


@case
def large_unary(client):
    request = schema.SimpleRequest(response_size=314159, payload=bytes(271828))
    reply = client.unary(method("UnaryCall"), request, timeout=LONGEST)
    expect("the payload's size", len(reply.payload), 314159)
    expect("the payload", any(reply.payload), False)


@case
def client_streaming(client):
    with client.call(method("StreamingInputCall"), timeout=LONGEST) as call:
        for size in REQUEST_SIZES:
            call.send(schema.StreamingInputRequest(payload=bytes(size)))
        call.done_sending()
        expect("the sum", call.reply().aggregated_payload_size, 74922)


@case
def server_streaming(client):
    with client.call(
        method("StreamingOutputCall"), output_request(*REPLY_SIZES), timeout=LONGEST
    ) as call:
        expect("the sizes", [len(reply.payload) for reply in call], REPLY_SIZES)


@case
def ping_pong(client):
    with client.call(method("FullDuplexCall"), timeout=LONGEST) as call:
        for request_size, reply_size in zip(REQUEST_SIZES, REPLY_SIZES):
            call.send(output_request(reply_size, payload=request_size))
            expect("the size", len(call.read().payload), reply_size)
        call.done_sending()
        expect("what follows", call.read(), None)


@case
def empty_stream(client):
    with client.call(method("FullDuplexCall"), timeout=LONGEST) as call:
        call.done_sending()
        expect("the replies", list(call), [])


@case
def custom_metadata(client):
    sent = [
        ("x-grpc-test-echo-initial", b"test_initial_metadata_value"),
        ("x-grpc-test-echo-trailing-bin", b"\xab\xab\xab"),
    ]
    unary = schema.SimpleRequest(response_size=314159, payload=bytes(271828))
    stream = output_request(314159, payload=271828)
    for name, request in (("UnaryCall", unary), ("FullDuplexCall", stream)):
        with client.call(
            method(name), request, last=True, metadata=sent, timeout=LONGEST
        ) as call:
            expect("the sizes", [len(reply.payload) for reply in call], [314159])
            expect(f"{name}'s initial metadata", call.initial_metadata(), sent[:1])
            expect(f"{name}'s trailing metadata", call.trailing_metadata(), sent[1:])


@case
def metadata_keys(client):
    every = "abcdefghijklmnopqrstuvwxyz0123456789-_."
    sent = [(every, b"1"), ("x", b"\0\xff"), (every, b"2")]
    request = schema.SimpleRequest(echo_metadata=True)
    with client.call(method("UnaryCall"), request, last=True, metadata=sent,
                     timeout=LONGEST) as call:
        expect("the replies", len(list(call)), 1)
        expect("the metadata", call.trailing_metadata(), sent)
    for key in ("", "X", "x y", "x\u00fc"):
        try:
            client.unary(method("EmptyCall"), schema.Empty(), metadata=[(key, b"")], timeout=LONGEST)
        except ValueError:
            continue
        raise AssertionError(f"{key!r} was sent")


@named
def push_back(client):
    """The server turns the first call away, to come back after 1.5 seconds, and the second for good."""
    for wanted in (1.5, float("inf")):
        error = expect_error(
            Status.RESOURCE_EXHAUSTED,
            lambda: client.unary(method("EmptyCall"), schema.Empty(), timeout=LONGEST),
        )
        expect("the time to wait", error.retry_after, wanted)
        expect("the message", error.message, "busy")
        expect("whether no handler saw it", error.unprocessed, True)


def echo_status(client, message):
    status = schema.EchoStatus(code=Status.UNKNOWN, message=message)
    unary = schema.SimpleRequest(response_status=status)
    error = expect_error(
        Status.UNKNOWN, lambda: client.unary(method("UnaryCall"), unary, timeout=LONGEST)
    )
    expect("the message", error.message, message)
    request = schema.StreamingOutputRequest(response_status=status)
    with client.call(method("FullDuplexCall"), request, timeout=LONGEST) as call:
        call.done_sending()
        error = expect_error(Status.UNKNOWN, lambda: list(call))
    expect("the stream's message", error.message, message)


@case
def status_code_and_message(client):
    echo_status(client, "test status message")


@case
def special_status_message(client):
    echo_status(client, "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n")


@case
def unimplemented_method(client):
    missing = Method(f"{TEST_SERVICE}/UnimplementedCall", schema.Empty)
    expect_error(
        Status.UNIMPLEMENTED, lambda: client.unary(missing, schema.Empty(), timeout=LONGEST)
    )


@case
def unimplemented_service(client):
    missing = Method("cameo.rpc.v1.UnimplementedService/UnimplementedCall", schema.Empty)
    expect_error(
        Status.UNIMPLEMENTED, lambda: client.unary(missing, schema.Empty(), timeout=LONGEST)
    )


@case
def cancel_after_begin(client):
    call = client.call(method("StreamingInputCall"), timeout=LONGEST)
    call.cancel()
    expect_error(Status.CANCELLED, call.reply)


@case
def cancel_after_first_response(client):
    call = client.call(method("FullDuplexCall"), output_request(31415, payload=27182),
                       timeout=LONGEST)
    expect("the size", len(call.read().payload), 31415)
    call.cancel()
    expect_error(Status.CANCELLED, call.read)


@case
def timeout_on_sleeping_server(client):
    # The server would take ten seconds; the deadline is up after a millisecond.
    call = client.call(method("FullDuplexCall"), output_request(1, payload=27182,
                       interval_us=10_000_000), timeout=0.001)
    expect_error(Status.DEADLINE_EXCEEDED, lambda: list(call))


def run(client, name):
    """The case's result: nothing, or what was wrong."""
    try:
        cases[name](client)
    except AssertionError as error:
        return str(error)
    except RpcError as error:
        return f"the call failed: {error}"
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--target", required=True, metavar="HOST:PORT")
    parser.add_argument("--certs", required=True, metavar="DIR", help="as of `cameo certs init`")
    parser.add_argument("--as", dest="name", default="client", metavar="NAME",
                        help="whose certificate to show (default: client)")
    parser.add_argument("--server", default="spiffe://cameo.local/service/profile", metavar="URI",
                        help="the identity to insist on (default: %(default)s)")
    parser.add_argument("--keylog", metavar="FILE", help="where to log TLS secrets, for Wireshark")
    parser.add_argument("cases", nargs="*", metavar="CASE", help="default: all but those for a server of their own")
    options = parser.parse_args()
    for name in options.cases:
        if name not in cases:
            parser.error(f"there is no case {name}; there are {', '.join(cases)}")
    failed = 0
    try:
        with connect(options.target, options.certs, server=options.server, name=options.name,
                     keylog=options.keylog, timeout=LONGEST) as client:
            for name in options.cases or usual:
                wrong = run(client, name)
                print(name, f"FAILED: {wrong}" if wrong else "ok", flush=True)
                failed += bool(wrong)
    except ConnectError as error:
        print(f"conformance.py: {error}", file=sys.stderr)
        return 2
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read the results has read enough; nor may Python say so when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
