"""The four services on loopback, and `cameo` to ask them with."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time

import measure
from peers import Unavailable

READY_SECONDS = 20


def say(text):
    print(text, file=sys.stderr, flush=True)


def free_ports(count):
    """Ports that nobody listens at; all are held until all are found."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def is_ready(port):
    """Whether the admin port says that calls are served."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as peer:
        peer.settimeout(1)
        peer.sendall(b"GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return peer.recv(64).startswith(b"HTTP/1.1 200")
    return False


def resident_bytes(process):
    with open(f"/proc/{process}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


class Stack:
    """A context: what it started ends with it."""

    services = ("profile", "consent", "survey", "gateway")
    executables = ("cameo", *(f"cameo-{service}" for service in services))

    def __init__(self, binaries, folder, databases=None):
        """databases: where a service's data are, if not in the folder, as its setting `database`."""
        self.binaries, self.folder = binaries.resolve(), folder
        self.databases = databases or {}
        self.ids = folder / "ids.txt"
        ports = free_ports(2 * len(self.services))
        self.ports = dict(zip(self.services, ports))
        self.admin = dict(zip(self.services, ports[len(self.services):]))
        self.running = {}

    def __enter__(self):
        if not (self.folder / "certs" / "ca.pem").exists():
            self.cameo("certs", "init", self.folder / "certs")
        if not (self.folder / "certs" / "policy.json").exists():
            self.cameo("certs", "policy", self.folder / "certs")
        return self

    def __exit__(self, *_):
        for service in list(self.running):
            self.stop(service)

    def address(self, service):
        return f"127.0.0.1:{self.ports[service]}"

    def command(self, service):
        data = self.folder / "data" / service
        data.mkdir(parents=True, exist_ok=True)
        command = [
            self.binaries / f"cameo-{service}", "--listen", self.address(service),
            "--admin", f"127.0.0.1:{self.admin[service]}",
            "--certs", self.folder / "certs", "--data", data]
        if service in self.databases:
            command += ["--set", f"database={self.databases[service]}"]
        if service == "gateway":
            for other in self.services[:-1]:
                command += ["--set", f"{other}={self.address(other)}"]
        return list(map(str, command))

    def start(self, service):
        """Seconds from the start of the process until it is ready."""
        log = self.folder / f"{service}.log"
        with open(log, "w", encoding="utf-8") as output:
            began = time.monotonic()
            # Were this script killed, the kernel would end the services.
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", *self.command(service)],
                stdout=output, stderr=output)
        self.running[service] = process
        while not is_ready(self.admin[service]):
            if process.poll() is not None:
                last = (log.read_text(encoding="utf-8").strip().splitlines() or ["no output"])[-1]
                raise Unavailable(f"cameo-{service} ended at once: {last[:200]}")
            if time.monotonic() - began > READY_SECONDS:
                raise Unavailable(f"cameo-{service} was not ready within {READY_SECONDS} s")
            time.sleep(0.001)
        return time.monotonic() - began

    def start_all(self):
        return {service: self.start(service) for service in self.services}

    def stop(self, service):
        process = self.running.pop(service)
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def restart(self):
        """Seconds to ready of each, one after the other on an otherwise idle stack."""
        for service in list(self.running):
            self.stop(service)
        return self.start_all()

    def cameo(self, *arguments, core=None):
        """Runs the tool to its end; what it printed."""
        addresses = {
            f"CAMEO_{service.upper()}": self.address(service) for service in self.services}
        command = [str(part) for part in (self.binaries / "cameo", *arguments)]
        done = subprocess.run(
            measure.pinned(core, command) if core is not None else command, text=True,
            capture_output=True,
            env=os.environ | addresses | {"CAMEO_CERTS": str(self.folder / "certs")})
        if done.returncode != 0:
            reason = (done.stderr.strip() or done.stdout.strip() or "no output").splitlines()
            raise Unavailable(f"cameo {' '.join(command[1:3])} failed: {reason[0][:200]}")
        return done.stdout

    def is_populated(self, customers):
        return self.ids.exists() and len(self.ids.read_text().split()) == customers

    def populate(self, customers):
        if self.is_populated(customers):
            return
        say(f"making {customers} customers")
        say(self.cameo(
            "bench", "populate", "--customers", customers, "--ids", self.ids,
            "--timeout", 60).strip())

    def bench(self, what, *arguments, pids, core=None):
        """One measurement: the object that `cameo bench` prints."""
        return json.loads(self.cameo(
            "bench", what, "--json", *arguments,
            *(part for service in pids for part in ("--pid", self.running[service].pid)),
            core=core))

    @contextlib.contextmanager
    def pinned(self, service):
        """The service on the first core; the last one is the client's."""
        server, client = measure.cores()
        process = self.running[service].pid
        self.pin(process, str(server))
        try:
            yield client
        finally:
            self.pin(process, ",".join(map(str, sorted(os.sched_getaffinity(0)))))

    @staticmethod
    def pin(process, cores):
        subprocess.run(
            ["taskset", "--all-tasks", "--cpu-list", "--pid", cores, str(process)], check=True,
            stdout=subprocess.DEVNULL)
