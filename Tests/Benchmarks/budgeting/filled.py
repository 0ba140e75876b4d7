"""Stores of generated customers, filled once and kept, and copies of them to write to.

Both engines answer to the same names: `ready` fills what is not filled, `warm` reads a store once,
`renew` makes the copy, `stack` runs the services, of which profile writes to the copy: so a store
stays as it was filled, however often it is measured.
"""

import os
import shutil

from cluster import Cluster
from stack import Stack, say


class Engine:
    """A context, for what must run beside the services."""

    def __init__(self, binaries, root):
        self.binaries, self.root = binaries, root

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def folder(self, customers):
        folder = self.root / f"{self.name}-{customers}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def fill(self, customers, databases):
        with Stack(self.binaries, self.folder(customers), databases) as stack:
            if not stack.is_populated(customers):
                stack.start_all()
                stack.populate(customers)


class SQLite(Engine):
    """Files in a folder for each number of customers."""

    name, title = "sqlite", "SQLite"

    def files(self, customers):
        return self.folder(customers).glob("data/*/*.db")

    @property
    def copies(self):
        return self.root / f"{self.name}-copies"

    def copy(self, customers):
        return self.copies / f"profile-{customers}.db"

    def ready(self, customers):
        self.fill(customers, {})

    def size(self, customers):
        return sum(file.stat().st_size for file in self.files(customers))

    def warm(self, customers):
        for file in self.files(customers):
            with open(file, "rb", buffering=0) as content:
                while content.read(1 << 22):
                    pass

    def renew(self, customers):
        self.copies.mkdir(exist_ok=True)
        source = self.folder(customers) / "data" / "profile" / "profile.db"
        # Else it would reach the disk while something is measured.
        shutil.copyfile(source, self.copy(customers))
        with open(self.copy(customers), "rb") as copy:
            os.fsync(copy)

    def stack(self, customers):
        return Stack(self.binaries, self.folder(customers), {"profile": self.copy(customers)})

    def __exit__(self, *_):
        shutil.rmtree(self.copies, ignore_errors=True)


class PostgreSQL(Engine):
    """A database for each number of customers, on one server."""

    name, title = "postgresql", "PostgreSQL"

    def __enter__(self):
        self.cluster = Cluster(self.root / self.name).__enter__()
        return self

    def __exit__(self, *problem):
        self.cluster.__exit__(*problem)

    def databases(self, customers, of_profile=None):
        filled = self.cluster.url(f"customers_{customers}")
        return dict.fromkeys(("profile", "consent", "survey"), filled) | (
            {"profile": self.cluster.url(of_profile)} if of_profile else {})

    def ready(self, customers):
        database, ids = f"customers_{customers}", self.folder(customers) / "ids.txt"
        if database not in self.cluster.names():
            ids.unlink(missing_ok=True)
            self.cluster.sql(f"CREATE DATABASE {database}")
        if ids.exists():
            return
        # What is lost in a crash is filled again.
        self.cluster.start(fsync="off", full_page_writes="off")
        self.fill(customers, self.databases(customers))
        self.cluster.sql("VACUUM ANALYZE", database)
        self.cluster.start()
        os.sync()

    def size(self, customers):
        return int(self.cluster.sql(f"SELECT pg_database_size('customers_{customers}')"))

    def warm(self, customers):
        """Its own services' reads do: the server keeps what they read."""

    def renew(self, customers):
        self.cluster.sql(f"DROP DATABASE IF EXISTS copy_{customers}")
        self.cluster.sql(
            f"CREATE DATABASE copy_{customers} TEMPLATE customers_{customers} STRATEGY file_copy")

    def stack(self, customers):
        return Stack(self.binaries, self.folder(customers), self.databases(customers, f"copy_{customers}"))
