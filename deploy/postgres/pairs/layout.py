"""What lies where in a pair's folder, and how its configuration is made of the templates."""

import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
from pathlib import Path

NODES = ("node1", "node2")
HOST = "127.0.0.1"
# Read at once: after root has become somebody else, the repository may be out of reach.
TEMPLATES = {
    path.name: path.read_text() for path in (Path(__file__).parents[1] / "templates").iterdir()
}
# A socket's path may have 107 bytes, and PostgreSQL adds its own name.
LONGEST_FOLDER = 80


class PairError(Exception):
    """Something that the operator can read and act upon."""


def programs():
    """The folder of the newest PostgreSQL from 15 on that Debian has installed."""
    if named := os.environ.get("CAMEO_POSTGRESQL"):
        return Path(named)
    root = Path("/usr/lib/postgresql")
    versions = sorted(int(p.name) for p in root.glob("[0-9]*") if (p / "bin/initdb").exists())
    if not versions or versions[-1] < 15:
        raise PairError(f"there is no PostgreSQL 15 or newer in {root}: run deploy/install-debian")
    return root / str(versions[-1]) / "bin"


def become_unprivileged(folder, is_new):
    """PostgreSQL refuses to run as root: from here on, root is `postgres`, or `nobody`."""
    if os.geteuid() != 0:
        return
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        user = pwd.getpwnam("nobody")
    if is_new:
        folder.mkdir(mode=0o700)
        os.chown(folder, user.pw_uid, user.pw_gid)
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    os.environ["HOME"] = str(folder)


class Layout:
    """A pair's folder: `pair.json` says how it was made, the rest follows from that."""

    def __init__(self, folder):
        self.folder = Path(folder).absolute()
        self.options = {}

    @classmethod
    def load(cls, folder):
        layout = cls(folder)
        if not layout.file.exists():
            raise PairError(f"{layout.folder} holds no pair: `pair start` makes one")
        become_unprivileged(layout.folder, is_new=False)
        layout.options = json.loads(layout.file.read_text())
        return layout

    @classmethod
    def make(cls, folder, options):
        layout = cls(folder)
        if layout.folder.exists():
            raise PairError(f"{layout.folder} exists, and holds no pair: name a new folder")
        if len(str(layout.folder)) > LONGEST_FOLDER:
            raise PairError(f"{layout.folder} is too long for a socket: {LONGEST_FOLDER} at most")
        need("patroni", "etcd", "pgbouncer", "pgbackrest", "openssl")
        layout.options = options
        for port in layout.ports():
            if is_taken(port):
                raise PairError(f"port {port} is taken: choose others with --port")
        become_unprivileged(layout.folder, is_new=True)
        layout.folder.mkdir(mode=0o700, exist_ok=True)
        layout._write_all()
        return layout

    # Where things are.

    @property
    def file(self):
        return self.folder / "pair.json"

    @property
    def made(self):
        """There once the role, the database and the repository are."""
        return self.folder / "made"

    def node(self, name):
        return self.folder / name

    def data(self, name):
        return self.node(name) / "data"

    def port(self, name, what):
        """Of a node: `server`, `rest` or `bouncer`; of `etcd`: `clients` or `peers`."""
        place = {"clients": 0, "peers": 1, "server": 0, "rest": 1, "bouncer": 2}[what]
        return self.options["port"] + 10 * (("etcd",) + NODES).index(name) + place

    def ports(self):
        for node in NODES:
            for what in ("server", "rest", "bouncer"):
                yield self.port(node, what)
        yield self.port("etcd", "clients")
        yield self.port("etcd", "peers")

    def connection_string(self, what="server"):
        """For a service: both nodes, and only who takes writes will do."""
        hosts = ",".join(f"{HOST}:{self.port(node, what)}" for node in NODES)
        return (
            f"postgresql://cameo@{hosts}/cameo?target_session_attrs=read-write"
            f"&sslmode=verify-full&sslrootcert={self.folder}/ca.pem"
            f"&passfile={self.folder}/pgpass"
        )

    # How they are made.

    def _write_all(self):
        passwords = {
            name: secrets.token_hex(16)
            for name in ("superuser", "replication", "rewind", "rest", "repository", "cameo")
        }
        self._make_certificates()
        self._write(
            "pgpass",
            f"*:*:*:cameo:{passwords['cameo']}\n*:*:*:postgres:{passwords['superuser']}\n",
        )
        self._write("passwords.json", json.dumps(passwords))
        for name in NODES:
            self.node(name).mkdir(mode=0o700)
            values = self._values(name, passwords)
            for template in ("patroni.yml", "pgbouncer.ini", "pgbackrest.conf", "reconnect"):
                self._write(f"{name}/{template}", fill(template, values))
            (self.node(name) / "reconnect").chmod(0o700)
            self._write(f"{name}/users", f'"cameo" "{passwords["cameo"]}"\n')
        self._write(self.file.name, json.dumps(self.options))

    def _values(self, name, passwords):
        run = self.node(name)
        values = {
            "NODE": name, "ADDRESS": HOST, "CLIENTS": f"{HOST}/32", "WATCHDOG": "off",
            "PORT": self.port(name, "server"), "REST_PORT": self.port(name, "rest"),
            "BOUNCER_PORT": self.port(name, "bouncer"), "POOL_MODE": self.options["pool_mode"],
            "ETCD": f"{HOST}:{self.port('etcd', 'clients')}",
            "TTL": 10, "LOOP_WAIT": 2, "RETRY_TIMEOUT": 4,
            "SYNCHRONOUS": yaml(self.options["synchronous"]),
            "STRICT": yaml(self.options["strict"]),
            "DATA": self.data(name), "RUN": run, "PROGRAMS": programs(),
            "PGBACKREST": run / "pgbackrest.conf", "REPOSITORY": self.folder / "repository",
            "USERS": run / "users", "PASSFILE": self.folder / "pgpass", "AUTHORITY": self.folder / "ca.pem",
            "CERTIFICATE": self.folder / "server.pem", "KEY": self.folder / "server.key",
        }
        return values | {f"{key.upper()}_PASSWORD": text for key, text in passwords.items()}

    def _make_certificates(self):
        """One authority and one certificate, for 127.0.0.1."""
        authority = ["-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        run(["openssl", "req", *authority, "-days", "3650", "-subj", "/CN=pair authority",
             "-keyout", "ca.key", "-out", "ca.pem"], self.folder)
        run(["openssl", "req", *authority, "-days", "3650", "-subj", "/CN=pair",
             "-addext", f"subjectAltName=IP:{HOST}", "-addext", "basicConstraints=CA:FALSE",
             "-CA", "ca.pem", "-CAkey", "ca.key", "-keyout", "server.key", "-out", "server.pem"],
            self.folder)

    def _write(self, name, text):
        path = self.folder / name
        path.touch(mode=0o600)
        path.write_text(text)


def fill(template, values):
    text = TEMPLATES[template]
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    return text


def yaml(flag):
    return "true" if flag else "false"


def need(*commands):
    missing = [name for name in commands if not find(name)]
    if missing:
        raise PairError(
            f"{', '.join(missing)}: not installed. Run deploy/install-debian --availability")


def find(command):
    return shutil.which(command, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def is_taken(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def run(command, folder, **environment):
    """Runs a command to its end; a failure is told with what it said."""
    done = subprocess.run(
        [find(command[0]) or command[0], *command[1:]], cwd=folder, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=os.environ | environment)
    if done.returncode:
        raise PairError(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout
