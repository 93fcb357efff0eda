"""Words put together as a sentence of ours needs them: a choice, a list, a start, an end."""

from __future__ import annotations

from collections.abc import Iterable


def one_of(words: Iterable[str]) -> str:
    """Words as a choice: "large print, Easy Read or another language"."""
    return _joined(words, "or")


def all_of(words: Iterable[str]) -> str:
    """Words as a list: "North, Coast and Hills"."""
    return _joined(words, "and")


def _joined(words: Iterable[str], last: str) -> str:
    *most, end = [*words] or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def opening(words: str) -> str:
    """Words of ours as they stand at the start of a sentence."""
    return words[:1].upper() + words[1:]


def lowered(words: str) -> str:
    """Printed words as they stand inside a sentence: ``Area`` is area, and ``SIMD`` stays."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def sentence(words: str) -> str:
    """An editor's line with its full stop, where it was left out."""
    return words if words.rstrip().endswith((".", "!", "?", "”", "…")) else f"{words.rstrip()}."


def counted(number: int, one: str, many: str = "") -> str:
    """How many of what, in words of ours: "1 measure", "4 measures", "no measures"."""
    return f"{number or 'no'} {one if number == 1 else many or f'{one}s'}"


def in_one_line(words: str) -> str:
    """Words of any length with one space between each, so that a line that was broken elsewhere makes no difference."""
    return " ".join(words.split())
