"""Whatever a file holds, it is read or refused in words: a seeded sample of what ``bench/fuzz.py`` tries."""

from __future__ import annotations

import time

import pytest

import fuzzed

EACH = 150
MOST_SECONDS = 2


@pytest.mark.parametrize("reader", fuzzed.READERS, ids=lambda reader: reader.name)
def test_a_spoilt_file_is_read_or_refused_in_words_and_soon(reader: fuzzed.Reader) -> None:
    for number in range(EACH):
        start = time.process_time()
        try:
            fuzzed.tried(reader, number)
        except Exception as error:
            raise AssertionError(f"{reader.name} {number}: {type(error).__name__}: {error}") from error
        assert time.process_time() - start < MOST_SECONDS, f"{reader.name} {number}"


@pytest.mark.parametrize(("name", "number"), [("site", 200185)], ids=["a word of 50,000 letters"])
def test_a_file_that_once_took_too_long_is_read_soon(name: str, number: int) -> None:
    [reader] = [reader for reader in fuzzed.READERS if reader.name == name]
    start = time.process_time()
    fuzzed.tried(reader, number)
    assert time.process_time() - start < MOST_SECONDS


@pytest.mark.parametrize("reader", fuzzed.READERS, ids=lambda reader: reader.name)
def test_the_same_number_makes_the_same_file_and_most_numbers_another(reader: fuzzed.Reader) -> None:
    files = [fuzzed.made(reader, number) for number in range(50)]
    assert files == [fuzzed.made(reader, number) for number in range(50)]
    assert len({given for _, given in files}) > 40
