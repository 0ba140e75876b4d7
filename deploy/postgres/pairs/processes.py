"""Starts, finds and kills what runs in a pair's folder. Whatever runs is found by its command line."""

import os
import signal
import subprocess
import time
from pathlib import Path

from pairs.layout import find

# Runs Patroni, and ends its PostgreSQL with it, however Patroni ended: a primary that nobody watches
# would go on serving beside its successor. On a real machine systemd does this (patroni.service.d),
# and the watchdog where the machine itself hangs.
KEEPER = """
"$1" "$2patroni.yml" >>"$2patroni.log" 2>&1
echo "fence: Patroni has ended with $?" >>"$2patroni.log"
if read -r pid <"$2data/postmaster.pid" && grep -qzF "$2data" "/proc/$pid/cmdline"; then
  kill -STOP "$pid"
  children=$(ps -o pid= --ppid "$pid")
  kill -KILL $pid $children
  echo "fence: PostgreSQL was killed" >>"$2patroni.log"
fi 2>/dev/null
"""
PROGRAMS = ("sh", "python3", "postgres", "etcd", "pgbouncer")


def start_etcd(layout):
    clients, peers = (
        f"http://127.0.0.1:{layout.port('etcd', what)}" for what in ("clients", "peers"))
    spawn(
        layout.folder / "etcd.log", "etcd", "--name", "etcd", "--data-dir", layout.folder / "etcd",
        "--listen-client-urls", clients, "--advertise-client-urls", clients,
        "--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers,
        "--initial-cluster", f"etcd={peers}", "--logger", "zap")


def start_node(layout, name):
    folder = layout.node(name)
    spawn(folder / "keeper.log", "sh", "-c", KEEPER, "sh", find("patroni"), f"{folder}/")
    spawn(folder / "pgbouncer.out", "pgbouncer", folder / "pgbouncer.ini")


def spawn(log, command, *arguments):
    with open(log, "ab") as output:
        subprocess.Popen(
            [find(command), *map(str, arguments)], cwd=log.parent, stdin=subprocess.DEVNULL,
            stdout=output, stderr=output, start_new_session=True)


def processes(place, word=""):
    """The numbers of ours whose command line names something in a folder, and a word."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        line = command_line(int(entry.name))
        program, *arguments = line.split("\0")
        if (
            os.path.basename(program) in PROGRAMS and word in line
            and any(argument.split("=")[-1].startswith(f"{place}/") for argument in arguments)
        ):
            found.append(int(entry.name))
    return found


def command_line(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return ""


def postmaster(layout, name):
    """The number of a node's PostgreSQL; None where none runs."""
    for pid in processes(layout.data(name), "/bin/postgres"):
        return pid
    return None


def children(pid):
    answer = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True)
    for line in answer.stdout.splitlines():
        number, _, title = line.strip().partition(" ")
        yield int(number), title


def crash_server(layout, name):
    """kill -9 for PostgreSQL: all of it at once, as if its memory were gone."""
    pid = postmaster(layout, name)
    if pid is None:
        return
    send(pid, signal.SIGSTOP)
    for child, _ in children(pid):
        send(child, signal.SIGKILL)
    send(pid, signal.SIGKILL)


def crash_patroni(layout, name):
    for pid in processes(layout.node(name), "bin/patroni"):
        if not is_keeper(pid):
            send(pid, signal.SIGKILL)


def is_keeper(pid):
    return os.path.basename(command_line(pid).split("\0")[0]) == "sh"


def cut_power(layout, name):
    """kill -9 for all of a node at once, the keeper first."""
    doomed = processes(layout.node(name))
    for pid in doomed:
        send(pid, signal.SIGSTOP)
    crash_server(layout, name)
    for pid in doomed:
        send(pid, signal.SIGKILL)
    wait_till_gone(layout.node(name))


def hold_receiver(layout, name, is_held):
    """Stops what a standby receives its log with, or has it begin anew: a network that loses all that
    was under way."""
    pid = postmaster(layout, name)
    receivers = [child for child, title in children(pid or 0) if "walreceiver" in title]
    for receiver in receivers:
        if not is_held:
            # What has come meanwhile and was not read is not to be read.
            send(receiver, signal.SIGTERM)
        send(receiver, signal.SIGSTOP if is_held else signal.SIGCONT)
    return bool(receivers)


def stop_all(layout):
    """Patroni ends its PostgreSQL in order; what is left after a minute is killed."""
    for name in ("node1", "node2"):
        hold_receiver(layout, name, is_held=False)
    ours = [postmaster(layout, name) for name in ("node1", "node2")]
    for pid in processes(layout.folder):
        if "/bin/postgres" in command_line(pid):
            # One that was restored has nobody else to stop it.
            if pid not in ours:
                send(pid, signal.SIGINT)
        elif not is_keeper(pid):
            send(pid, signal.SIGTERM)
    if not wait_till_gone(layout.folder, seconds=60):
        for name in ("node1", "node2"):
            cut_power(layout, name)
        for pid in processes(layout.folder):
            send(pid, signal.SIGKILL)
        wait_till_gone(layout.folder)


def wait_till_gone(place, seconds=10):
    end = time.monotonic() + seconds
    while processes(place):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def send(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass
