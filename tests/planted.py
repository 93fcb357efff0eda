"""Secrets that are planted, and a search for them in every byte that a council publishes."""

from __future__ import annotations

import gzip
import io
import random
import re
import subprocess
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SEED = 20221120
FIRST, LAST = 2401, 8999
"""Numbers that are no year, no time of day, and no figure that is published beside them."""

NUMBER = re.compile(rb"(?<![0-9])(?<![0-9]\.)[0-9](?:,?[0-9]){3}(?![0-9])")
WORD = re.compile(rb"[A-Za-z]{7,}")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
ENTRY = re.compile(rb"[0-7]{5,6} ([^\0]+)\0.{20}", re.DOTALL)
DIGEST = re.compile(rb"#[0-9a-f]{6}\b|(?<![0-9A-Za-z])(?:(?=[0-9]*[a-f])[0-9a-f]{7,}|[0-9A-Za-z]{20,})(?![0-9A-Za-z])")
"""The number of a commit or of a part of the search index, a sum, a colour: the figures in it are no text."""


@dataclass(frozen=True)
class Secrets:
    """Numbers of four figures and words of nine letters, each once and nowhere else."""

    numbers: Iterator[int]
    words: Iterator[str]

    @classmethod
    def seeded(cls) -> Secrets:
        chance = random.Random(SEED)
        letters = ("bdfgjkpqvxz", "aiouy")
        words = {"".join(chance.choice(letters[at % 2]) for at in range(9)): None for _ in range(1000)}
        return cls(iter(chance.sample(range(FIRST, LAST), 2000)), iter(words))


def leaked(content: Iterable[bytes], secrets: Iterable[str]) -> set[str]:
    """The secrets that stand anywhere in the content, packed or not."""
    numbers: set[str] = set()
    words: set[bytes] = set()
    for whole in content:
        for part in unpacked(whole):
            numbers |= {one.replace(b",", b"").decode() for one in NUMBER.findall(DIGEST.sub(b" ", part))}
            words |= {word.lower() for word in WORD.findall(part)}
    # A search index may keep only the stem of a word.
    said = b" ".join(words).decode()
    return {secret for secret in secrets if (secret in numbers if secret.isdigit() else secret[:7] in said)}


def unpacked(content: bytes) -> Iterator[bytes]:
    """The bytes as they are, or what is packed in them: a gzip, the files of a zip or workbook, a PDF's streams."""
    if content.startswith(b"\x1f\x8b"):
        yield from unpacked(gzip.decompress(content))
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield from unpacked(packed.read(name))
    elif content.startswith(b"%PDF"):
        for stream in STREAM.findall(content):
            try:
                yield zlib.decompressobj().decompress(stream)
            except zlib.error:
                yield stream
        yield STREAM.sub(b"", content)
    else:
        yield content


def files(folder: Path) -> Iterator[bytes]:
    """Each file below a folder, with its name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)).encode()
            yield path.read_bytes()


def git_objects(repository: Path) -> Iterator[bytes]:
    """Each object that a repository has, reachable or not: commits, tags and files, and the names in its folders."""
    listed = ["git", "cat-file", "--batch-all-objects", "--batch"]
    said = subprocess.run(listed, cwd=repository, capture_output=True, check=True).stdout
    at = 0
    while at < len(said):
        end = said.index(b"\n", at)
        _, kind, size = said[at:end].split()
        content = said[end + 1 : end + 1 + int(size)]
        # In a folder, twenty bytes of digest follow each name.
        yield from ENTRY.findall(content) if kind == b"tree" else [content]
        at = end + int(size) + 2
