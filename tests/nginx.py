"""A real nginx that serves a folder on this machine by ``deploy/nginx.conf``."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).parents[1] / "deploy" / "nginx.conf"
NAME = "performance.council.example.org"
AROUND = """daemon off;
{user}
pid {scratch}/nginx.pid;
error_log {scratch}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path {scratch}/body;
    proxy_temp_path {scratch}/proxy;
    fastcgi_temp_path {scratch}/fastcgi;
    uwsgi_temp_path {scratch}/uwsgi;
    scgi_temp_path {scratch}/scgi;
    include {scratch}/quarterday.conf;
}}
"""


@dataclass(frozen=True)
class Serving:
    """A running nginx: its two addresses, which end in a slash, and the folder of its logs."""

    address: str
    unsafe_address: str
    scratch: Path


def program() -> str:
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert found, "nginx is missing. Run: sudo apt-get install -y nginx-light"
    return found


def here(shipped: str, root: Path, scratch: Path, http: int, https: int) -> str:
    """The file as it is shipped, but for its ports and paths."""
    changes = {
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        "listen 80;": f"listen 127.0.0.1:{http};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{https} ssl http2;",
        f"server_name {NAME};": "server_name 127.0.0.1;",
        "/etc/ssl/certs/quarterday.pem": f"{scratch}/quarterday.pem",
        "/etc/ssl/private/quarterday.key": f"{scratch}/quarterday.key",
        "root /var/www/quarterday;": f"root {root};",
        "/var/log/nginx/": f"{scratch}/",
    }
    for shipped_as, replaced_by in changes.items():
        assert shipped_as in shipped, shipped_as
        shipped = shipped.replace(shipped_as, replaced_by)
    return shipped


def checked(shipped: str, root: Path, scratch: Path) -> tuple[Path, int, int]:
    """The configuration written out, as ``nginx -t`` accepts it, with its two ports."""
    http, https = free_port(), free_port()
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
            *("-keyout", scratch / "quarterday.key", "-out", scratch / "quarterday.pem"),
        ],
        check=True,
        capture_output=True,
    )
    (scratch / "quarterday.conf").write_text(here(shipped, root, scratch, http, https))
    user = "user root;" if os.getuid() == 0 else ""
    conf = scratch / "nginx.conf"
    conf.write_text(AROUND.format(user=user, scratch=scratch))
    tested = subprocess.run([program(), "-t", "-p", scratch, "-c", conf], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    return conf, http, https


@contextmanager
def serving(root: Path, scratch: Path, more: str = "") -> Iterator[Serving]:
    """``more``: what is added to the server of https, before the locations that are there."""
    first = "    # With an edition for each quarter, the bare name"
    assert first in SHIPPED.read_text()
    conf, http, https = checked(SHIPPED.read_text().replace(first, f"{more}\n{first}"), root, scratch)
    nginx = subprocess.Popen([program(), "-p", scratch, "-c", conf])
    try:
        for port in (http, https):
            wait_for(port, nginx)
        yield Serving(f"https://127.0.0.1:{https}/", f"http://127.0.0.1:{http}/", scratch)
    finally:
        nginx.terminate()
        nginx.wait(20)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for(port: int, nginx: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 20
    while True:
        assert nginx.poll() is None, "nginx has stopped"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < end, "nginx does not answer"
            time.sleep(0.05)


def policies() -> list[str]:
    """The policies of the file as it is shipped: of every address, and of the search."""
    found = re.search(r"map \$uri \$quarterday_policy \{(.*?)\n\}", SHIPPED.read_text(), re.S)
    assert found
    return re.findall(r'"([a-z-]+-src [^"]+)";', found[1])
