"""Faults of HTML, told by the Nu checker of the W3C."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

CHECKER = Path(__file__).parents[1] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def faults(folder: Path) -> list[str]:
    told = subprocess.run(
        ["java", "-jar", CHECKER, "--errors-only", "--skip-non-html", "--format", "json", folder],
        capture_output=True,
        check=False,
    )
    return [
        f"{wrong['url'].removeprefix('file:' + str(folder) + '/')}:{wrong.get('lastLine', 1)}: {wrong['message']}"
        for wrong in json.loads(told.stderr)["messages"]
    ]
