"""The core makes a ``Site``; that MkDocs builds it is known to one module outside the package."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HOOKS = Path(__file__).parent.parent / "hooks"
WITH_THE_EXTRA = {"paper_pdf", "paper_word", "pictures"}
"""What they import is not in this environment."""
MODULES = sorted((HOOKS / "quarterday").rglob("*.py"))


def imported(source: str) -> set[str]:
    """The first names of all that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_module_of_the_core_imports_a_site_engine(module: Path) -> None:
    engines = {"mkdocs", "material", "mike", "mkdocs_hooks", "mkdocs_serving"}
    if module.stem == "repository":  # the one that knows mike
        engines.remove("mike")
    assert not imported(module.read_text(encoding="utf-8")) & engines


def test_the_hook_is_what_imports_mkdocs() -> None:
    assert "mkdocs" in imported((HOOKS / "mkdocs_hooks.py").read_text(encoding="utf-8"))


def test_mkdocs_is_not_loaded_by_loading_the_whole_core() -> None:
    inside = [
        ".".join(module.relative_to(HOOKS).with_suffix("").parts)
        for module in MODULES
        if module.stem not in WITH_THE_EXTRA
    ]
    names = [name for name in inside if "__" not in name]
    assert "quarterday.pages" in names
    program = (
        f"import sys, importlib; [importlib.import_module(name) for name in {[*names, 'quarterday.__main__']!r}];"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('mkdocs', 'material', 'mike')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": str(HOOKS)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
