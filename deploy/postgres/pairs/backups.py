"""Backups of a pair, and a throw-away cluster made of one."""

from pathlib import Path

from pairs import members
from pairs.layout import HOST, NODES, PairError, become_unprivileged, is_taken, programs, run


def prepare(layout):
    """Makes the repository, once, and proves that the log gets there."""
    for name in NODES:
        (layout.node(name) / "spool").mkdir(exist_ok=True)
    pgbackrest(layout, "stanza-create")
    pgbackrest(layout, "check")


def back_up(layout, kind):
    # Just after a promotion pgBackRest refuses: the control file has the old timeline till then.
    node = members.resolve(layout, "primary")
    run(
        ["psql", "-qX", "-h", layout.node(node), "-p", str(layout.port(node, "server")),
         "-U", "postgres", "-c", "CHECKPOINT", "postgres"],
        layout.folder, PGPASSFILE=str(layout.folder / "pgpass"))
    pgbackrest(layout, f"--type={kind}", "backup")
    return pgbackrest(layout, "info")


def pgbackrest(layout, *arguments, node=None):
    """Runs it on the primary, or on a node."""
    node = node or members.resolve(layout, "primary")
    return run(
        ["pgbackrest", f"--config={layout.node(node)}/pgbackrest.conf", "--stanza=cameo", *arguments],
        layout.folder, PGPASSFILE=str(layout.folder / "pgpass"))


def restore(layout, folder, port, until=None):
    """Makes a cluster of its own of the last backup and what the log says since, up to a time."""
    folder = Path(folder).absolute()
    if folder.exists():
        raise PairError(f"{folder} exists: a restore goes into a new folder")
    if is_taken(port):
        raise PairError(f"port {port} is taken: choose another with --port")
    folder.mkdir(mode=0o700)
    target = ["--type=default"]
    if until:
        target = ["--type=time", f"--target={until}", "--target-action=promote"]
    # pgBackRest takes the newest backup that ended before the target.
    pgbackrest(layout, f"--pg1-path={folder}", *target, "restore", node=NODES[0])
    start_alone(layout, folder, port)
    return connection_string(layout, port)


def start_alone(layout, folder, port):
    """Outside of Patroni: it waits for no standby, and archives nothing into the pair's repository."""
    settings = {
        "port": port, "listen_addresses": HOST, "unix_socket_directories": layout.folder,
        "archive_mode": "off", "synchronous_standby_names": "", "max_connections": 300,
        "hot_standby": "off", "cluster_name": "restored",
    }
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    run([programs() / "pg_ctl", "-w", "-s", "-t", "300", "-D", folder, "-l", folder / "restored.log",
         "-o", options, "start"], folder)
    members.wait_for("the end of the recovery", lambda: is_ready(layout, port), seconds=600)


def is_ready(layout, port):
    try:
        return run([programs() / "pg_isready", "-q", "-h", HOST, "-p", str(port)], layout.folder) == ""
    except PairError:
        return False


def connection_string(layout, port):
    return (
        f"postgresql://cameo@{HOST}:{port}/cameo?sslmode=verify-full"
        f"&sslrootcert={layout.folder}/ca.pem&passfile={layout.folder}/pgpass")
