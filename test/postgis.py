"""A PostGIS server of Debian's packages, of its own, on this machine alone, for a few tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from osgeo import gdal

__all__ = ["MISSING", "Server", "server"]


def _programs() -> Path | None:
    """Return the folder of the newest PostgreSQL that has PostGIS with rasters."""
    found = [
        folder / "bin"
        for folder in Path("/usr/lib/postgresql").glob("*")
        if Path(f"/usr/share/postgresql/{folder.name}/extension/postgis_raster.control").exists()
    ]
    return max(found, key=lambda path: int(path.parent.name), default=None)


PROGRAMS = _programs()
MISSING = "" if PROGRAMS else "PostGIS is not installed: apt-get install postgresql-postgis"


class Server:
    """Where a server listens, and who may log in.

    Parameters
    ----------
    port : int
    password : str
        Of the user ``warden``.
    """

    def __init__(self, port: int, password: str):
        self.port, self.password = port, password

    @property
    def address(self) -> str:
        """Return the connection as PostgreSQL's own programs write it."""
        return f"postgresql://warden@127.0.0.1:{self.port}/postgres"

    @property
    def uri(self) -> str:
        """Return the connection as QGIS and GDAL write it."""
        return (
            f"dbname='postgres' host=127.0.0.1 port={self.port} user='warden' "
            f"password='{self.password}'"
        )

    def sql(self, *commands: str) -> None:
        """Run commands, one after the other."""
        subprocess.run(
            [PROGRAMS / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, self.address],
            input=";\n".join(commands),
            env={**os.environ, "PGPASSWORD": self.password},
            text=True,
            check=True,
        )

    def take_labels(self, path: Path, table: str) -> None:
        """Copy the layer of a file into a table."""
        gdal.VectorTranslate(f"PG:{self.uri}", str(path), options=f"-nln {table} -lco FID=id")

    def take_raster(self, path: Path, table: str) -> None:
        """Copy a raster file into a table, in tiles, as ``raster2pgsql -C -I -t`` does it."""
        content = Path(path).read_bytes().hex()
        self.sql(
            "SET client_min_messages = 'error'",
            "SET postgis.gdal_enabled_drivers = 'GTiff'",
            f"CREATE TABLE {table} AS SELECT row_number() OVER ()::int AS rid, rast "
            f"FROM ST_Tile(ST_FromGDALRaster('\\x{content}'), 100, 100) AS rast",
            f"ALTER TABLE {table} ADD PRIMARY KEY (rid)",
            f"CREATE INDEX ON {table} USING gist (ST_ConvexHull(rast))",
            f"SELECT AddRasterConstraints('{table}', 'rast')",
        )


@contextmanager
def server() -> Iterator[Server]:
    """Make a database, start its server, and remove both at the end."""
    if MISSING:
        raise FileNotFoundError(MISSING)
    home = Path(tempfile.mkdtemp(prefix="postgis-"))
    password = f"s3cret-{uuid.uuid4().hex}"
    # PostgreSQL refuses to be root; Debian's package brings a user for it.
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if not os.getuid() else {}
    told = {"stdout": subprocess.DEVNULL, "cwd": "/", "check": True, **user}
    try:
        (home / "password").write_text(password)
        if user:
            for path in (home, home / "password"):
                shutil.chown(path, "postgres", "postgres")
        data, port = home / "data", _free_port()
        login = ["--username=warden", f"--pwfile={home / 'password'}", "--auth=scram-sha-256"]
        subprocess.run(
            [PROGRAMS / "initdb", *login, "--no-sync", "--encoding=UTF8", "--locale=C", data],
            **told,
        )
        options = f"-p {port} -h 127.0.0.1 -k {home} -F"
        control = [PROGRAMS / "pg_ctl", "-D", data, "-l", home / "log", "-w"]
        subprocess.run([*control, "-o", options, "start"], **told)
        try:
            running = Server(port, password)
            running.sql("CREATE EXTENSION postgis", "CREATE EXTENSION postgis_raster")
            yield running
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **told)
    finally:
        shutil.rmtree(home)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
