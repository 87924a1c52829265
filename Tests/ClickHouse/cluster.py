"""ClickHouse servers for tests, in temporary folders and on free ports of the loopback interface.

They run Debian's clickhouse-server as the current user; the system's service is not touched.
"""

import http.client
import shutil
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

PROGRAM = "clickhouse-server"
#: The cluster's name in the servers' configuration, and the credentials.
CLUSTER = "mpq_shards"
USER, PASSWORD = "mpq", "a secret: Grüße"

CONFIG = """<yandex>
  <logger>
    <level>warning</level><log>{home}/server.log</log><errorlog>{home}/error.log</errorlog>
  </logger>
  <listen_host>127.0.0.1</listen_host>
  <http_port>{http}</http_port>{encryption}
  <tcp_port>{tcp}</tcp_port>
  <interserver_http_port>{interserver}</interserver_http_port>
  <path>{home}/data/</path>
  <tmp_path>{home}/tmp/</tmp_path>
  <user_files_path>{home}/files/</user_files_path>
  <format_schema_path>{home}/schemas/</format_schema_path>
  <users_config>{home}/users.xml</users_config>
  <default_profile>default</default_profile>
  <default_database>default</default_database>
  <timezone>Asia/Kolkata</timezone>
  <mark_cache_size>268435456</mark_cache_size>
  <max_concurrent_queries>100</max_concurrent_queries>
  <remote_servers><{cluster}>{shards}</{cluster}></remote_servers>
  <query_log>
    <database>system</database><table>query_log</table>
    <flush_interval_milliseconds>500</flush_interval_milliseconds>
  </query_log>
</yandex>
"""

ENCRYPTION = """
  <https_port>{https}</https_port>
  <openSSL><server>
    <certificateFile>{certificate}</certificateFile><privateKeyFile>{key}</privateKeyFile>
    <verificationMode>none</verificationMode><loadDefaultCAFile>false</loadDefaultCAFile>
  </server></openSSL>"""

SHARD = """
    <shard><internal_replication>true</internal_replication><replica>
      <host>127.0.0.1</host><port>{tcp}</port><user>{user}</user><password>{password}</password>
    </replica></shard>"""

USERS = """<yandex>
  <profiles><default>
    <log_queries>{logged}</log_queries>
    <skip_unavailable_shards>1</skip_unavailable_shards>
  </default></profiles>
  <quotas><default/></quotas>
  <users>
    <{user}>
      <password>{password}</password>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile><quota>default</quota>
    </{user}>
  </users>
</yandex>
"""


def is_installed():
    """Whether the server is installed."""
    return shutil.which(PROGRAM) is not None


def free_ports(count):
    """Free ports of the loopback interface."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [held.getsockname()[1] for held in sockets]
    for held in sockets:
        held.close()
    return ports


class Server:
    """One server and its folder."""

    def __init__(self, home):
        self.home = Path(home)
        self.http, self.tcp, self.interserver, self.https = free_ports(4)
        self.process = None

    def __getstate__(self):
        """State for another process, which can query the server but does not stop it."""
        return self.__dict__ | {"process": None}

    def configure(self, servers, logged=False, certificate=None):
        """Writes the configuration of a member of the cluster of `servers`.

        `certificate` is the files of a certificate and its key, which enable TLS.
        """
        for name in ("data", "tmp", "files", "schemas"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        shards = "".join(
            SHARD.format(tcp=server.tcp, user=USER, password=PASSWORD) for server in servers
        )
        encryption = ""
        if certificate is not None:
            encryption = ENCRYPTION.format(
                https=self.https, certificate=certificate[0], key=certificate[1])
        config = CONFIG.format(
            home=self.home, encryption=encryption, http=self.http, tcp=self.tcp,
            interserver=self.interserver, cluster=CLUSTER, shards=shards,
        )
        users = USERS.format(user=USER, password=PASSWORD, logged=int(logged))
        (self.home / "config.xml").write_text(config, encoding="utf-8")
        (self.home / "users.xml").write_text(users, encoding="utf-8")

    def start(self):
        """Starts the server and waits until it is ready."""
        command = [PROGRAM, f"--config-file={self.home / 'config.xml'}"]
        with open(self.home / "output.log", "ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.home, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        deadline = time.monotonic() + 60
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{PROGRAM} does not start:\n{self.last_words()}")
            time.sleep(0.05)

    def answers(self):
        """Whether the server is ready."""
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=5)
            connection.request("GET", "/ping")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def last_words(self):
        """The end of the server's log."""
        texts = []
        for name in ("output.log", "error.log"):
            path = self.home / name
            if path.exists():
                texts += path.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        return "\n".join(texts)

    def ask(self, sql, **settings):
        """The response of the server to `sql`, as bytes."""
        query = "&".join(f"{name}={quote(str(value))}" for name, value in settings.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=300)
        try:
            headers = {"X-ClickHouse-User": USER, "X-ClickHouse-Key": PASSWORD.encode()}
            connection.request("POST", f"/?{query}", body=sql.encode(), headers=headers)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        if response.status != 200:
            raise RuntimeError(f"{sql[:200]}: {body.decode(errors='replace')}")
        return body

    def resident_megabytes(self):
        """The memory that the server uses."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) // 1024
        return 0

    def kill(self):
        """Kills the server, like a power loss."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class Cluster:
    """Shards of one cluster; a context manager that stops them."""

    def __init__(self, folder, count, logged=False):
        self.servers = [Server(Path(folder) / f"shard{number + 1}") for number in range(count)]
        for server in self.servers:
            server.configure(self.servers, logged)

    def __enter__(self):
        try:
            for server in self.servers:
                server.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for server in self.servers:
            server.kill()

    def drop(self, database):
        """Drops a database on all servers."""
        for server in self.servers:
            server.ask(f"DROP DATABASE IF EXISTS {database}")

    def location(self, database, servers=None):
        """The address for mpq: all servers, or those given, as one cluster."""
        hosts = ",".join(f"127.0.0.1:{server.http}" for server in servers or self.servers)
        return f"clickhouse://{hosts}/{database}?cluster={CLUSTER}"
