"""One measurement: a server on one core, its client on another, CPU time from the kernel."""

import contextlib
import json
import os
import socket
import subprocess
import time

from peers import BUILD, Unavailable, run

START_SECONDS = 10


def cores():
    """The server's core and the client's."""
    allowed = sorted(os.sched_getaffinity(0))
    return allowed[0], allowed[-1]


def make_certificates():
    """A throw-away authority and a certificate for localhost, P-256 as Cameo's own."""
    directory = BUILD / "certificates"
    if (directory / "server.pem").exists():
        return directory
    directory.mkdir(parents=True, exist_ok=True)
    days = ("-days", "3650")

    def openssl(*arguments):
        run("openssl", *arguments, cwd=directory)

    for name in ("ca", "server"):
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")
    openssl(
        "req", "-x509", "-new", "-key", "ca.key", "-subj", "/CN=peers", "-out", "ca.pem",
        "-addext", "basicConstraints=critical,CA:TRUE", *days)
    openssl(
        "req", "-new", "-key", "server.key", "-subj", "/CN=localhost", "-out", "server.csr",
        "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    openssl(
        "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
        "-CAcreateserial", "-copy_extensions", "copy", "-out", "server.pem", *days)
    return directory


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def pinned(core, command):
    return ["taskset", "--cpu-list", str(core), *map(str, command)]


def cpu_seconds(process):
    """User and system time of all threads; taskset has become the server itself by exec."""
    with open(f"/proc/{process}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_for(port, server, log):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            raise Unavailable(f"the server ended at once, see {log}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise Unavailable(f"the server did not listen within {START_SECONDS} s, see {log}")


@contextlib.contextmanager
def server(peer, certificates, core):
    """The peer's server, listening; (port, process id)."""
    port, log = free_port(), BUILD / f"{peer.name}-server.log"
    with open(log, "w", encoding="utf-8") as output:
        process = subprocess.Popen(
            pinned(core, peer.server(port, certificates)), stdout=output, stderr=output)
    try:
        wait_for(port, process, log)
        yield port, process.pid
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def load(peer, port, certificates, core, connections, in_flight, payload, seconds):
    command = pinned(
        core, peer.client(port, certificates, connections, in_flight, payload, seconds))
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60)
        line = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""
        if done.returncode == 0:
            return peer.figures(json.loads(line))
    except (subprocess.TimeoutExpired, json.JSONDecodeError, KeyError) as error:
        raise Unavailable(f"its client gave no figures: {error}") from error
    reason = (done.stderr.strip() or line or f"exit code {done.returncode}").splitlines()[-1]
    raise Unavailable(f"its client failed: {reason[:160]}")


def measure(peer, certificates, options):
    """Both loads against a fresh, warmed-up server: {in flight: figures}."""
    server_core, client_core = cores()
    figures = {}
    with server(peer, certificates, server_core) as (port, process):
        load(peer, port, certificates, client_core, 1, options.in_flight, options.payload, 1)
        for in_flight in (options.in_flight, 1):
            before = cpu_seconds(process)
            result = load(
                peer, port, certificates, client_core, 1, in_flight, options.payload,
                options.seconds)
            used = cpu_seconds(process) - before
            figures[in_flight] = {
                "requests_per_second": result["requests"] / result["seconds"],
                "server_cpu_us": used / result["requests"] * 1e6,
                "p50_us": result["p50_us"],
                "p99_us": result["p99_us"],
            }
    return figures
