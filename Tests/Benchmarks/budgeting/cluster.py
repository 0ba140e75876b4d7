"""A PostgreSQL server of a benchmark's own: its data in a folder, reached by a socket, no network."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from peers import Unavailable

START_SECONDS = 60
# What an operator would set on a machine of some GiB; everything else as PostgreSQL comes.
SETTINGS = {
    "listen_addresses": "", "max_connections": "200", "shared_buffers": "1GB",
    "max_wal_size": "4GB", "log_line_prefix": "%m [%p] %a ",
}


def programs():
    """The folder of initdb: `CAMEO_POSTGRESQL`, or the newest that Debian has installed."""
    if "CAMEO_POSTGRESQL" in os.environ:
        return Path(os.environ["CAMEO_POSTGRESQL"])
    found = sorted(
        (folder for folder in Path("/usr/lib/postgresql").glob("*/bin")
         if (folder / "initdb").exists() and folder.parent.name.isdigit()
         and int(folder.parent.name) >= 15),
        key=lambda folder: int(folder.parent.name))
    if not found:
        raise Unavailable(
            "there is no PostgreSQL 15 or newer: run deploy/install-debian, or name the folder of"
            " initdb in CAMEO_POSTGRESQL")
    return found[-1]


def other_user():
    """User and group of the server where root starts it, whom it refuses; None: our own."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return found.pw_uid, found.pw_gid
    return 65_534, 65_534


class Cluster:
    """A context: the server runs inside of it; the data stay."""

    def __init__(self, folder):
        self.data, self.log = folder / "cluster", folder / "postgresql.log"
        self.programs, self.user = programs(), other_user()
        # Short, because a socket's path may have 107 bytes.
        self.socket = tempfile.mkdtemp(prefix="cameo-pg-")
        self.server = None

    def __enter__(self):
        try:
            self.give(Path(self.socket))
            if not (self.data / "PG_VERSION").exists():
                self.make()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.socket, ignore_errors=True)

    def make(self):
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(parents=True, mode=0o700)
        self.give(self.data)
        self.run(
            "initdb", "-D", self.data, "-A", "trust", "-U", "cameo", "-E", "UTF8", "--locale=C")

    def start(self, **settings):
        """Starts the server, with settings beside the usual ones, or starts it again with others."""
        self.stop()
        options = [
            f"--{name}={value}"
            for name, value in (SETTINGS | settings | {
                "unix_socket_directories": self.socket}).items()]
        with open(self.log, "a", encoding="utf-8") as output:
            self.server = subprocess.Popen(
                self.as_user("INT", self.programs / "postgres", "-D", self.data, *options),
                stdout=output, stderr=output, cwd=self.socket)
        end = time.monotonic() + START_SECONDS
        while subprocess.run(
                [self.programs / "pg_isready", "-q", "-U", "cameo", "-h", self.socket]).returncode != 0:
            if self.server.poll() is not None or time.monotonic() > end:
                raise Unavailable(f"PostgreSQL did not start, see {self.log}")
            time.sleep(0.05)

    def stop(self):
        if self.server:
            # A fast shutdown: it does not wait for clients.
            self.server.send_signal(signal.SIGINT)
            self.server.wait()
        self.server = None

    def url(self, database):
        return f"postgresql:///{database}?host={self.socket}&user=cameo"

    def names(self):
        return self.sql("SELECT datname FROM pg_database").split()

    def sql(self, text, database="postgres"):
        return self.run(
            "psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-h", self.socket, "-U", "cameo", "-c", text,
            database)

    def run(self, program, *arguments):
        done = subprocess.run(
            self.as_user("KILL", self.programs / program, *arguments), capture_output=True,
            text=True, cwd=self.socket)
        if done.returncode != 0:
            reason = (done.stderr.strip() or done.stdout.strip() or "no output").splitlines()[-1]
            raise Unavailable(f"{program} failed: {reason[:200]}")
        return done.stdout

    def as_user(self, last_signal, *command):
        """Were this script killed, the kernel would send the signal."""
        user = [] if self.user is None else [
            f"--reuid={self.user[0]}", f"--regid={self.user[1]}", "--clear-groups"]
        return list(map(str, ["setpriv", *user, "--pdeathsig", last_signal, *command]))

    def give(self, folder):
        if self.user is not None:
            os.chown(folder, *self.user)
