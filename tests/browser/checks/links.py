"""Links of a built site that lead nowhere: a page that is not there, or a part of a page that is not there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

LYCHEE = Path(sys.executable).parent / "lychee"


def faults(folder: Path) -> list[str]:
    options = ["--offline", "--include-fragments", "--index-files", "index.html", "--format", "json", "--no-progress"]
    told = subprocess.run(
        [LYCHEE, *options, "--root-dir", folder, *sorted(folder.rglob("*.html"))],
        capture_output=True,
        check=False,
    )
    if not told.stdout:
        raise ChildProcessError(told.stderr.decode())
    return sorted(
        f"{Path(page).relative_to(folder)}: {wrong['url'].replace(folder.as_uri(), '')}: {wrong['status']['text']}"
        for page, several in json.loads(told.stdout)["error_map"].items()
        for wrong in several
    )
