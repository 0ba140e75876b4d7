"""The peers: how each is built, started and loaded.

Every server is started with (port, certificates); every client with (port, certificates,
connections, in flight, payload bytes, seconds) and prints one line of JSON: requests, seconds,
p50_us, p99_us.
"""

import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
BUILD = ROOT / ".build" / "peers"


class Unavailable(Exception):
    """Why a peer cannot be measured; the table prints it."""


def run(*command, **options):
    """Runs a command of a build; shows what it printed only when it fails."""
    try:
        done = subprocess.run(
            [str(part) for part in command], text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, **options)
    except FileNotFoundError:
        raise Unavailable(f"{command[0]} is not installed") from None
    if done.returncode != 0:
        lines = done.stdout.strip().splitlines() or ["no output"]
        print(f"$ {' '.join(map(str, command))}\n{done.stdout}")
        raise Unavailable(f"{Path(str(command[0])).name} failed: {lines[-1][:160]}")
    return done.stdout


def relative(path):
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def need(*programs):
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        raise Unavailable(f"not installed: {', '.join(missing)} (deploy/install-debian --peers)")


class Peer:
    name = title = ""

    def build(self):
        raise NotImplementedError

    def figures(self, report):
        """The client's line of JSON as requests, seconds, p50_us and p99_us."""
        return report

    def server(self, port, certificates):
        return [BUILD / self.name / f"{self.name}-server", port, certificates]

    def client(self, port, certificates, *load):
        return [BUILD / self.name / f"{self.name}-client", port, certificates, *load]


class Cameo(Peer):
    """The one that the others are compared with; the release build of this repository."""

    name, title = "cameo", "Cameo"

    def __init__(self, executable=None):
        self.executable = Path(executable or ROOT / ".build" / "release" / "cameo")

    def build(self):
        if not os.access(self.executable, os.X_OK):
            raise Unavailable(
                f"{relative(self.executable)} is missing: deploy/build cameo")
        if not (BUILD / "cameo-certificates" / "ca.pem").exists():
            run(self.executable, "certs", "init", BUILD / "cameo-certificates")

    def server(self, port, _):
        return [
            self.executable, "test-server", "--listen", f"127.0.0.1:{port}",
            "--certs", BUILD / "cameo-certificates"]

    def figures(self, report):
        latency = report["latencyMicroseconds"]
        return {
            "requests": report["calls"], "seconds": report["seconds"],
            "p50_us": latency["50"], "p99_us": latency["99"]}

    def client(self, port, _, connections, in_flight, payload, seconds):
        return [
            self.executable, "bench", "echo", "--target", f"127.0.0.1:{port}",
            "--certs", BUILD / "cameo-certificates", "--connections", connections,
            "--in-flight", in_flight, "--payload", payload, "--seconds", seconds,
            # The server's CPU is divided by all calls, so all must be counted.
            "--warm-up", 0, "--json"]


class BareLoop(Peer):
    name, title = "c", "C, epoll + libssl, no RPC: the limit"

    def build(self):
        need("gcc")
        (BUILD / self.name).mkdir(parents=True, exist_ok=True)
        for program in ("server", "client"):
            run(
                "gcc", "-std=c17", "-O2", "-Wall", "-Wextra", "-Werror",
                HERE / "c" / f"{program}.c", HERE / "c" / "tls.c",
                "-o", BUILD / self.name / f"c-{program}", "-lssl", "-lcrypto")


class GrpcCpp(Peer):
    name, title = "grpc-cpp", "gRPC C++"

    def build(self):
        need("g++", "protoc", "grpc_cpp_plugin", "pkg-config")
        output = BUILD / self.name
        output.mkdir(parents=True, exist_ok=True)
        run(
            "protoc", "-I", HERE, f"--cpp_out={output}", f"--grpc_out={output}",
            f"--plugin=protoc-gen-grpc={shutil.which('grpc_cpp_plugin')}", HERE / "echo.proto")
        libraries = run("pkg-config", "--cflags", "--libs", "grpc++", "protobuf").split()
        self.title = "gRPC C++ " + run("pkg-config", "--modversion", "grpc++").strip()
        for program in ("server", "client"):
            run(
                "g++", "-std=c++17", "-O2", "-I", output, HERE / "grpc-cpp" / f"{program}.cc",
                output / "echo.pb.cc", output / "echo.grpc.pb.cc",
                "-o", output / f"grpc-cpp-{program}", *libraries)


class Ttrpc(Peer):
    name, title = "ttrpc", "ttrpc in Go"
    sources = Path("/usr/share/gocode")

    def build(self):
        need("go")
        if not (self.sources / "src/github.com/containerd/ttrpc").is_dir():
            raise Unavailable(
                "golang-github-containerd-ttrpc-dev is not installed"
                " (deploy/install-debian --peers)")
        self.title = f"ttrpc in {run('go', 'version').split()[2].replace('go', 'Go ', 1)}"
        (BUILD / self.name).mkdir(parents=True, exist_ok=True)
        # Debian ships Go libraries as sources: built in GOPATH mode, nothing is fetched.
        environment = os.environ | {
            "GO111MODULE": "off", "GOPATH": str(self.sources), "GOFLAGS": "",
            "GOCACHE": str(BUILD / "go-cache")}
        run("go", "build", "-o", BUILD / self.name / "ttrpc", ".",
            cwd=HERE / "ttrpc", env=environment)

    def server(self, port, certificates):
        return [BUILD / self.name / "ttrpc", "server", port, certificates]

    def client(self, port, certificates, *load):
        return [BUILD / self.name / "ttrpc", "client", port, certificates, *load]


class GrpcSwift(Peer):
    name, title = "grpc-swift", "grpc-swift-2 2.4.3"

    def build(self):
        need("swift")
        package = ("--package-path", HERE / "grpc-swift", "--scratch-path", BUILD / self.name)
        run("swift", "build", "-c", "release", *package)
        self.binaries = Path(
            run("swift", "build", "-c", "release", "--show-bin-path", *package).strip())

    def server(self, port, certificates):
        return [self.binaries / "grpc-swift-server", port, certificates]

    def client(self, port, certificates, *load):
        return [self.binaries / "grpc-swift-client", port, certificates, *load]


def all_peers(cameo):
    return [Cameo(cameo), BareLoop(), Ttrpc(), GrpcCpp(), GrpcSwift()]
