"""What Lighthouse finds wrong with a page on a phone."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

COMMAND = Path(__file__).parents[1] / "node_modules" / ".bin" / "lighthouse"
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking"
LEAST = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 99}
"""Out of 100."""


def faults(address: str, browser: str) -> list[str]:
    """``browser`` is the path of a Chromium."""
    wanted = f"--only-categories={','.join(LEAST)}"
    told = subprocess.run(
        [COMMAND, address, "--quiet", "--output=json", wanted, f"--chrome-flags={FLAGS}"],
        env=os.environ | {"CHROME_PATH": browser},
        capture_output=True,
        check=False,
    )
    if told.returncode:
        raise ChildProcessError(told.stderr.decode())
    told_of = json.loads(told.stdout)
    found = []
    for name, least in LEAST.items():
        scored = told_of["categories"][name]
        score = round(100 * scored["score"])
        if score < least:
            missed = [
                audit["title"]
                for reference in scored["auditRefs"]
                if reference["weight"]
                for audit in [told_of["audits"][reference["id"]]]
                if audit["score"] is not None and audit["score"] < 0.9
            ]
            found.append(f"{name} is {score}, not {least}: {'; '.join(missed)}")
    return found
