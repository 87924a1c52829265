"""The engines that are asked: mpq's store in one warm process, DuckDB and SQLite in this one."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from cases import NOW, Dialect

sys.path.append(str(Path(__file__).resolve().parents[2] / "ClickHouse"))

import cluster  # noqa: E402


class Store:
    """mpq's own store; one process answers everything."""

    name = "mpq"

    def __init__(self, program, project, environment=None):
        self.command = [program, str(project), str(NOW)]
        self.process = subprocess.Popen(
            self.command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True)

    def ask(self, call, _):
        """Milliseconds and the body of the answer."""
        self.process.stdin.write("\t".join(call) + "\n")
        self.process.stdin.flush()
        microseconds, body = self.process.stdout.readline().split("\t", 1)
        return int(microseconds) / 1000, body

    def close(self):
        self.process.stdin.close()
        self.process.wait()

    def cold(self, call):
        """A process that answers one call: milliseconds of time, and of processor time."""
        begin = time.perf_counter()
        child = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        child.stdin.write(("\t".join(call) + "\n").encode())
        child.stdin.close()
        answered = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        assert answered and child.returncode == 0
        wall = (time.perf_counter() - begin) * 1000
        return wall, (usage.ru_utime + usage.ru_stime) * 1000


class Duck:
    """DuckDB with a table of columns, sorted by event and time."""

    name = "duckdb"

    def __init__(self, path, export, properties):
        import duckdb

        is_new = not path.exists()
        self.connection = duckdb.connect(str(path))
        self.dialect = Dialect(self.name)
        if is_new:
            self.load(export, properties)
        size = self.connection.execute("SELECT count(*) FROM ev").fetchone()[0]
        print(f"DuckDB {duckdb.__version__}: {size:,} events", flush=True)

    def close(self):
        self.connection.close()

    def load(self, export, properties):
        fields = ", ".join(f'"{name}" VARCHAR' for name in properties)
        columns = ", ".join(f'properties."{name}" AS "p_{name}"' for name in properties)
        self.connection.execute(
            f"""
            CREATE TABLE ev AS SELECT event, properties.time AS time,
            hash(properties.distinct_id) AS uid, {columns}
            FROM read_json('{export}', format = 'newline_delimited', columns = {{
              event: 'VARCHAR',
              properties: 'STRUCT(time BIGINT, distinct_id VARCHAR, {fields})'}})
            ORDER BY event, time;
            CHECKPOINT;
            """)

    def ask(self, _, sql):
        text = sql(self.dialect)
        begin = time.perf_counter()
        rows = self.connection.execute(text).fetchall()
        return (time.perf_counter() - begin) * 1000, rows


class ClickHouse(Store):
    """mpq's store on ClickHouse servers of its own, in a folder that keeps their data."""

    def __init__(self, program, folder, count, export):
        self.name = f"ch {count}"
        is_new = not (folder / "ready").exists()
        if is_new:
            shutil.rmtree(folder, ignore_errors=True)
        self.cluster = cluster.Cluster(folder, count)
        self.cluster.__enter__()
        login = {"MPQ_CLICKHOUSE_USER": cluster.USER, "MPQ_CLICKHOUSE_PASSWORD": cluster.PASSWORD}
        environment = os.environ | login
        try:
            project = self.location(count)
            if is_new:
                self.load(program, project, export, environment)
                (folder / "ready").touch()
            super().__init__(program, project, environment)
        except BaseException:
            self.cluster.__exit__()
            raise

    def location(self, count):
        if count == 1:
            return f"clickhouse://127.0.0.1:{self.cluster.servers[0].http}/shop"
        return self.cluster.location("shop")

    def load(self, program, project, export, environment):
        run = subprocess.run(
            [program, "import", project, export], env=environment, check=True,
            stdout=subprocess.PIPE, text=True)
        figures = json.loads(run.stdout)
        sql = "SELECT sum(bytes_on_disk) FROM system.parts WHERE database = 'shop' AND active"
        size = sum(int(server.ask(sql)) for server in self.cluster.servers)
        print(
            f"ClickHouse, {len(self.cluster.servers)}: {figures['rate']:,} events/s imported, "
            f"{size / figures['added']:.0f} bytes an event", flush=True)

    def close(self):
        super().close()
        memory = ", ".join(f"{server.resident_megabytes()} MB" for server in self.cluster.servers)
        print(f"memory of ClickHouse, {len(self.cluster.servers)}: {memory}")
        self.cluster.__exit__()


class Naive:
    """SQLite with one table, properties as JSON, and an index on event and time."""

    name = "sqlite"

    def __init__(self, path, export):
        is_new = not path.exists()
        self.connection = sqlite3.connect(path)
        self.dialect = Dialect(self.name)
        if is_new:
            self.load(export)
        self.connection.execute("PRAGMA mmap_size = 8000000000")
        self.connection.execute("PRAGMA cache_size = -200000")
        self.connection.execute("PRAGMA temp_store = MEMORY")

    def load(self, export):
        self.connection.execute(
            "CREATE TABLE ev (event TEXT, time INTEGER, uid TEXT, properties TEXT)")
        with open(export, encoding="utf-8") as lines:
            self.connection.executemany("INSERT INTO ev VALUES (?, ?, ?, ?)", self.rows(lines))
        self.connection.execute("CREATE INDEX ev_event_time ON ev (event, time)")
        self.connection.commit()

    def close(self):
        self.connection.close()

    @staticmethod
    def rows(lines):
        for line in lines:
            record = json.loads(line)
            properties = record["properties"]
            time, user = properties.pop("time"), properties.pop("distinct_id")
            yield record["event"], time, user, json.dumps(properties)

    def ask(self, _, sql):
        text = sql(self.dialect)
        begin = time.perf_counter()
        rows = self.connection.execute(text).fetchall()
        return (time.perf_counter() - begin) * 1000, rows
